// A page in a browser, for page.mjs and compare.mjs: opens it, asks it, and says what was wrong.
import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

export const [file, pictures] = process.argv.slice(2);
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
export const call = (method, params = {}) => new Promise((done) => {
  waiting.set(++last, done);
  socket.send(JSON.stringify({ id: last, method, params }));
});
export const run = async (expression) => {
  const { result } = await call("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
  if (result.exceptionDetails) complaints.push(`${expression}: ${result.exceptionDetails.exception?.description}`);
  return result.result.value;
};
const wrong = [];
export const check = (what, holds) => { console.log(holds ? "ok  " : "BAD ", what); if (!holds) wrong.push(what); };
export const picture = async (name, whole) => {
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
/** Seconds until the tables stood there. */
export const seconds = ((performance.now() - begun) / 1000).toFixed(2);

/** What each page is held to, and the end: exit code 1 where something was wrong. */
export async function finish() {
  await run(`window.dispatchEvent(new Event("beforeprint"))`);
  // Chromium leaves buttons out of heads that it repeats on the next sheet.
  check("heads on paper are plain words", await run(`[...document.querySelectorAll("th")].every(h => h.textContent && !h.querySelector("button"))`));
  await run(`window.dispatchEvent(new Event("afterprint"))`);
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
}
