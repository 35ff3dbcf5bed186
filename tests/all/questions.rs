//! The questions from the command line.

fn jiaopin(args: &[&str]) -> (Option<i32>, String) {
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_jiaopin"))
        .args(args)
        .output()
        .expect("the program runs");
    let said = [done.stdout, done.stderr].concat();
    (
        done.status.code(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// Answers, and what is wrong with the question.
#[test]
fn questions_from_the_command_line() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let county = root.join("datasets/small");
    let county = county.to_str().expect("a path");
    let dir = tempfile::tempdir().expect("a folder");
    let at = |name: &str| dir.path().join(name).to_str().expect("a path").to_owned();
    let plan = at("plan");
    assert_eq!(
        jiaopin(&["solve", county, "-o", &plan, "--quiet"]).0,
        Some(0)
    );

    let ask =
        |more: &[&str]| jiaopin(&[&["explain", county, &plan, "--lang", "zh"], more].concat());
    let (code, said) = ask(&["--teacher", "05"]);
    assert_eq!(code, Some(0));
    assert!(
        said.contains("择优（T7）由 75 增至 82") && said.contains("已证明"),
        "{said}"
    );
    let (code, said) = ask(&["--teacher", "05", "--to", "002"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("缺岗（T2）由 0 增至 6"), "{said}");
    // The unit stands where the values stand, as in the tables of solve and audit.
    assert!(said.contains("T11  距离（0.1公里）  133 "), "{said}");
    let (_, said) = ask(&["--teacher", "01"]);
    assert!(said.contains("“任职”：河东小学 校长"), "{said}");
    let (_, said) = ask(&["--teacher", "07"]);
    assert!(said.contains("有免调原因（怀孕）（R06）"), "{said}");
    assert!(said.contains("R06 免调：8 种岗位"), "{said}");
    let (_, said) = ask(&["--teacher", "05"]);
    assert!(said.contains("本岗设岗 1 个，现有 2 人"), "{said}");
    let (code, said) = ask(&["--post", "001/小学/数学"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("设岗 1 个，已聘 1 人，缺 0 人"), "{said}");

    let (code, said) = ask(&["--teacher", "王文清", "--to", "001"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("按姓名查到：王文清（01）"), "{said}");

    // A space inside the name is how a table sets it.
    let (code, said) = ask(&["--teacher", "王 文清", "--to", "001"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("按姓名查到：王文清（01）"), "{said}");

    for (more, said) in [
        (
            &["--teacher", "005"][..],
            "没有“005”这个工号。最接近的：05 ",
        ),
        (&["--teacher", "5"][..], "没有“5”这个工号。最接近的：05"),
        (
            &["--teacher", "05", "--to", "河东小"],
            "最接近的：001 河东小学",
        ),
        (&["--post", "001/小学/数"], "最接近的：001/小学/数学"),
        (&["--post", "数学"], "应写作 学校/学段/学科"),
    ] {
        let (code, found) = ask(more);
        assert_eq!(code, Some(2), "{found}");
        assert!(found.contains(said), "{found}");
    }

    // Another policy: fatal for a question, said by the audit.
    let policy = at("other.toml");
    let national = root.join("models/national.toml");
    let text = format!(
        "extends = {:?}\n[rules.outflow]\nshare = 0.3\n",
        national.to_str().expect("a path")
    );
    std::fs::write(&policy, text).expect("a file");
    let (code, said) = ask(&["-p", &policy, "--teacher", "05"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("按另一份政策编制"), "{said}");
    let (code, said) = jiaopin(&["audit", county, &plan, "-p", &policy, "--lang", "zh"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("按另一份政策编制"), "{said}");

    // A plan from the office's own workbook: four columns are enough; an unknown id is told with the nearest ones.
    let hand = at("hand.csv");
    let list = "工号,拟聘学校,学段,学科\n01,河东小学,小学,语文\n0x,河东小学,小学,语文\n";
    std::fs::write(&hand, list).expect("a file");
    let (code, said) = jiaopin(&["audit", county, &hand, "--lang", "zh"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("最接近的：01 王文清"), "{said}");
    std::fs::write(&hand, list.replace("0x", "01")).expect("a file");
    let (code, said) = jiaopin(&["audit", county, &hand, "--lang", "zh"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("在方案中有 2 个去向") && said.contains("没有去向"),
        "{said}"
    );

    // Unchanged data change nobody.
    let again = at("again");
    let keep = [
        "solve", county, "-o", &again, "--keep", &plan, "--lang", "zh",
    ];
    let (code, said) = jiaopin(&keep);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("改变去向         0"), "{said}");
    let rows =
        |folder: &str| std::fs::read_to_string(format!("{folder}/plan.csv")).expect("a plan");
    assert_eq!(rows(&plan), rows(&again));
    let (code, said) = jiaopin(&[&keep[..], &["--force", "--keep-tier", "T99"]].concat());
    assert_eq!(code, Some(2), "{said}");

    let (code, said) = jiaopin(&["suggest", county, &plan, "--teacher", "05", "--lang", "en"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("T7 +7") && said.contains("proven"), "{said}");
    let (code, said) = jiaopin(&["diagnose", county, "--lang", "zh"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("有可行方案"), "{said}");
}

/// Thirty persons of one school, of whom some are pinned to one of two others; 乙 has so many posts.
fn sent_away(posts: u32, pinned: impl Fn(u32) -> Option<u32>) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("written");
    write(
        "学校.csv",
        "学校代码,学校名称,学段,城乡类型\n1,甲,小学,镇区\n2,乙,小学,镇区\n3,丙,小学,镇区\n",
    );
    write(
        "岗位.csv",
        &format!(
            "学校代码,学段,学科,岗位数\n1,小学,语文,30\n2,小学,语文,{posts}\n3,小学,语文,30\n"
        ),
    );
    let mut teachers = "工号,姓名,性别,出生年月,现任学校,到校年月,任教学段,任教学科\n".to_owned();
    let mut pins = "工号,类型,学校代码\n".to_owned();
    for i in 1..=30 {
        teachers += &format!("{i:02},王{i},女,1985-01,1,2020-08,小学,语文\n");
        if let Some(school) = pinned(i) {
            pins += &format!("{i:02},必须,{school}\n");
        }
    }
    write("教师.csv", &teachers);
    write("锁定.csv", &pins);
    dir
}

/// Eighteen of a school's staff must leave where R09 lets three: no set of pins is special, so that they must be counted,
/// not tried out.
#[test]
fn the_fewest_pins_to_give_up_are_counted() {
    let county = sent_away(30, |i| (i > 12).then_some(2));
    let path = county.path().to_str().expect("a path");
    let (code, said) = jiaopin(&["diagnose", path, "--json", "--time-limit", "20"]);
    assert_eq!(code, Some(1), "{said}");
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let many = |of: &serde_json::Value| of.as_array().map(Vec::len);
    // The county's limit of a tenth, three moves, is stricter than the school's.
    assert_eq!(many(&said["set"]), Some(4 + 1), "{said}");
    assert_eq!(many(&said["give_up"]), Some(18 - 3), "{said}");
    assert_eq!(said["or_relax"], serde_json::json!(["R09"]));
}

/// Six are pinned to three posts and six elsewhere: R09 alone is not enough, and its words are not said for every set.
#[test]
fn where_no_single_rule_helps_that_is_said() {
    let county = sent_away(3, |i| (i > 18).then_some(if i > 24 { 2 } else { 3 }));
    let path = county.path().to_str().expect("a path");
    let (code, said) = jiaopin(&["diagnose", path, "--lang", "zh"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("没有哪一条规则单独放宽就能有可行方案"),
        "{said}"
    );
    let times = |text: &str| said.matches(text).count();
    assert!(times("规则 R09 流出上限\n") > 0, "{said}");
    assert_eq!(times("规则 R09 流出上限："), 1, "{said}");
}
