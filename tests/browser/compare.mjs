// Looks at compare.html with a browser: node tests/browser/compare.mjs COMPARE.html [FOLDER FOR PICTURES]
// Needs what page.mjs needs.
import { check, finish, picture, run, seconds } from "./browser.mjs";

const persons = await run(`JSON.parse(document.getElementById("data").textContent).persons.length`);
const plans = await run(`JSON.parse(document.getElementById("data").textContent).plans.length`);
console.log(`${plans} plans, ${persons} persons differ, tables after ${seconds} s`);
check("it compares plans in which somebody differs", plans > 1 && persons > 0);

const table = "[data-table=persons]";
const column = (at) => run(`[...document.querySelectorAll('${table} tbody tr')].map(r => r.cells[${at}].textContent)`);
const click = (at) => run(`document.querySelectorAll('${table} th button')[${at}].click()`);
const type = (text) => run(`(() => { const i = document.querySelector('${table} input'); i.value = ${JSON.stringify(text)}; i.dispatchEvent(new Event("input")); })()`);
await click(0);
const once = await column(0);
await click(0);
const twice = await column(0);
const all = await run(`JSON.parse(document.getElementById("data").textContent).persons.map(p => p.teacher_id).sort()`);
const ends = [once[0], twice[0]].sort();
check("one click sorts by number, two the other way", ends[0] === all[0] && ends[1] === all.at(-1));
await type(all[0]);
const hits = await run(`[...document.querySelectorAll('${table} tbody tr')].map(r => r.textContent)`);
check("a search finds the person and nobody else", hits.length > 0 && hits.every((t) => t.includes(all[0])));
await type("no such person \u0007");
check("a search for nothing says so", (await run(`document.querySelector('${table} .scroll p')?.textContent ?? ""`)).length > 0);
await type("");
check("all are back", (await column(0)).length === Math.min(50, persons));
check("a column a plan in the tiers", (await run(`document.querySelectorAll("section:nth-of-type(2) thead th").length`)) === plans + 1);
await picture("zh", true);
await run(`document.getElementById("lang").click()`);
const mixed = await run(`[...document.querySelectorAll("h2,th,.note")].filter(e => /[\\u4e00-\\u9fff]/.test(e.innerText) && !e.closest("td")).map(e => e.innerText)`);
check("no Chinese head left in English: " + mixed.join("|"), mixed.length === 0);
await picture("en", true);
await run(`document.getElementById("lang").click()`);
await finish();
