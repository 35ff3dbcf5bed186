// Looks at report.html with a browser: node tests/browser/page.mjs REPORT.html [FOLDER FOR PICTURES]
// Needs chromium (or CHROMIUM=path); with node below 22 run node --experimental-websocket. Ends with 1 where something is wrong.
import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [file, pictures] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "page-"));
const browser = spawn(process.env.CHROMIUM || "chromium", [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
  "--remote-debugging-port=0", `--user-data-dir=${profile}`, "--window-size=1200,900", "about:blank",
], { stdio: ["ignore", "ignore", "pipe"] });
const address = await new Promise((done) => {
  let said = "";
  browser.stderr.on("data", (chunk) => {
    said += chunk;
    const found = said.match(/ws:\/\/[^\s]+/);
    if (found) done(found[0]);
  });
});
const port = new URL(address).port;
const targets = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
const socket = new WebSocket(targets.find((t) => t.type === "page").webSocketDebuggerUrl);
await new Promise((done) => socket.addEventListener("open", done));
let last = 0;
const waiting = new Map();
const requests = [];
const complaints = [];
socket.addEventListener("message", ({ data }) => {
  const message = JSON.parse(data);
  if (message.id) { waiting.get(message.id)(message); waiting.delete(message.id); }
  if (message.method === "Network.requestWillBeSent") requests.push(message.params.request.url);
  if (message.method === "Runtime.exceptionThrown") complaints.push(message.params.exceptionDetails.exception?.description ?? message.params.exceptionDetails.text);
  if (message.method === "Runtime.consoleAPICalled" && message.params.type !== "log") complaints.push(JSON.stringify(message.params.args));
  if (message.method === "Log.entryAdded") complaints.push(message.params.entry.text);
});
const call = (method, params = {}) => new Promise((done) => {
  waiting.set(++last, done);
  socket.send(JSON.stringify({ id: last, method, params }));
});
const run = async (expression) => {
  const { result } = await call("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
  if (result.exceptionDetails) complaints.push(`${expression}: ${result.exceptionDetails.exception?.description}`);
  return result.result.value;
};
const wrong = [];
const check = (what, holds) => { console.log(holds ? "ok  " : "BAD ", what); if (!holds) wrong.push(what); };
const picture = async (name, whole) => {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  const shot = await call("Page.captureScreenshot", { captureBeyondViewport: whole, format: "png" });
  writeFileSync(join(pictures, name + ".png"), Buffer.from(shot.result.data, "base64"));
};

for (const domain of ["Page", "Network", "Runtime", "Log"]) await call(domain + ".enable");
const begun = performance.now();
await call("Page.navigate", { url: pathToFileURL(resolve(file)).href });
while (!(await run(`document.documentElement?.dataset.ready === "yes"`))) {
  if (performance.now() - begun > 30000) break;
  await new Promise((done) => setTimeout(done, 20));
}
const seconds = ((performance.now() - begun) / 1000).toFixed(2);
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
await run(`window.dispatchEvent(new Event("beforeprint"))`);
// Chromium leaves buttons out of heads that it repeats on the next sheet.
check("heads on paper are plain words", (await run(`[...document.querySelectorAll("th")].every(h => h.textContent && !h.querySelector("button"))`)));
await run(`window.dispatchEvent(new Event("afterprint"))`);
await run(`(() => { const i = document.querySelector('[data-table=cards] input'); i.value = ""; i.dispatchEvent(new Event("input")); })()`);
const broad = await run(`document.documentElement.scrollWidth - document.documentElement.clientWidth`);
check("nothing wider than the window", broad <= 0);
const paper = await call("Page.printToPDF", { preferCSSPageSize: true, printBackground: true, transferMode: "ReturnAsStream" });
const pieces = [];
for (let piece = {}; !piece.eof; ) {
  piece = (await call("IO.read", { handle: paper.result.stream, size: 500000 })).result;
  pieces.push(Buffer.from(piece.data, piece.base64Encoded ? "base64" : "utf8"));
}
const bytes = Buffer.concat(pieces);
if (pictures) writeFileSync(join(pictures, "paper.pdf"), bytes);
check("it prints", bytes.subarray(0, 5).toString() === "%PDF-");
const outside = requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"));
check("no request leaves the page: " + outside.join(" "), outside.length === 0);
check("no complaint on the console: " + complaints.join("\n"), complaints.length === 0);
socket.close();
browser.kill();
browser.on("exit", () => { rmSync(profile, { recursive: true, force: true, maxRetries: 5 }); process.exit(wrong.length ? 1 : 0); });
