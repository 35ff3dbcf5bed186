// Looks at report.html with a browser: node tests/browser/page.mjs REPORT.html [FOLDER FOR PICTURES]
// Needs chromium (or CHROMIUM=path); with node below 22 run node --experimental-websocket. Ends with 1 where something is wrong.
import { check, finish, picture, run, seconds } from "./browser.mjs";

const persons = await run(`JSON.parse(document.getElementById("data").textContent).persons.length`);
const nodes = await run(`document.getElementsByTagName("*").length`);
console.log(`${persons} persons, tables after ${seconds} s, ${nodes} elements`);
check("few elements, however many persons", nodes < 25000);

const column = (at) => run(`[...document.querySelectorAll('[data-table=persons] tbody tr')].map(r => r.cells[${at}].textContent)`);
const click = (at) => run(`document.querySelectorAll('[data-table=persons] th button')[${at}].click()`);
const public_ = await run(`JSON.parse(document.getElementById("data").textContent).public`);
const km = public_ ? 6 : 7;
await click(km);
const down = (await column(km)).map((t) => (t === "" ? -1 : Number(t)));
check("kilometres fall after one click", down.every((v, i) => i === 0 || down[i - 1] >= v));
await click(km);
const up = (await column(km)).map((t) => (t === "" ? -1 : Number(t)));
check("and rise after two", up.every((v, i) => i === 0 || up[i - 1] <= v));
await click(km);
const name = await run(`JSON.parse(document.getElementById("data").textContent).persons.at(-1)[1]`);
const type = (text) => run(`(() => { const i = document.querySelector('[data-table=persons] input'); i.value = ${JSON.stringify(text)}; i.dispatchEvent(new Event("input")); })()`);
const started = await run("performance.now()");
await type(name);
console.log("search took", Math.round((await run("performance.now()")) - started), "ms");
const hits = await column(public_ ? 0 : 1);
check("a search finds the person and nobody else", hits.length > 0 && hits.every((t) => t.includes(name)));
await type("no such person \u0007");
check("a search for nothing says so", (await run(`document.querySelector('[data-table=persons] .scroll p')?.textContent ?? ""`)).length > 0);
await type("");
check("all are back", (await column(0)).length === Math.min(50, persons));
await picture("zh", true);
await run(`document.getElementById("lang").click()`);
check("English heads after the toggle", (await run(`document.querySelector('[data-table=schools] th').textContent`)) === "school");
const mixed = await run(`[...document.querySelectorAll("h2,th,figcaption,.tiles li")].filter(e => /[\\u4e00-\\u9fff]/.test(e.innerText) && !e.closest("tbody,tfoot")).map(e => e.innerText)`);
check("no Chinese head left in English: " + mixed.join("|"), mixed.length === 0);
await picture("en", true);
await run(`document.getElementById("lang").click()`);
if (await run(`document.querySelector("#map .mark") !== null`)) {
  await run(`document.querySelector("#map .mark").dispatchEvent(new MouseEvent("click"))`);
  check("a school on the map opens its card", (await run(`document.querySelectorAll("[data-table=cards] .card").length`)) >= 1);
}
await run(`(() => { const i = document.querySelector('[data-table=cards] input'); i.value = ""; i.dispatchEvent(new Event("input")); })()`);
await finish();
