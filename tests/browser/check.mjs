// The HTML report in a real browser. Comes in: the paths of a candor binary and of a Chromium (`CHROMIUM`, default
// /usr/bin/chromium); goes out: one line for each check, exit status 1 for a failed one. With `--shots FOLDER` it also
// writes screenshots, with `--tree PATH` it measures the page of another tree.
//
//     npm --prefix tests/browser ci
//     node tests/browser/check.mjs target/debug/candor [--shots docs] [--tree PATH]

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const [binary, ...rest] = process.argv.slice(2);
const option = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const folder = mkdtempSync(join(tmpdir(), "candor-browser-"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });

const page = (path) => {
  const file = join(folder, path.replaceAll(/[^a-z_]/g, "-") + ".html");
  try {
    execFileSync(resolve(binary), ["scan", path, "--fail-on", "never", "--format", "csv", "--output", `html=${file}`],
      { cwd: root, maxBuffer: 1 << 30 });
  } catch (error) {
    throw new Error(`candor failed: ${error.stderr}`);
  }
  return file;
};

// A tab that notes what must not happen.
async function open(file, { width = 1280, scheme = "light", script = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height: width > 500 ? 1000 : 800 }, colorScheme: scheme,
    javaScriptEnabled: script });
  const tab = await context.newPage();
  const said = [];
  tab.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => said.push(`error: ${error.message}`));
  tab.on("request", (request) => {
    if (request.url() !== pathToFileURL(file).href && !request.isNavigationRequest()) said.push(`request: ${request.url()}`);
  });
  await tab.goto(pathToFileURL(file).href);
  return { tab, said, close: () => context.close() };
}

let failed = 0;
async function check(name, run) {
  try {
    const told = await run();
    console.log(`ok      ${name}${told ? `: ${told}` : ""}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.message}`);
  }
}

// The lowest contrast of text with what is behind it, by WCAG 2: of every element that holds text of its own.
function contrast() {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let lowest = { ratio: 21, where: "" };
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!text || !element.checkVisibility()) continue;
    let behind = element;
    while (behind && (numbers(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0) behind = behind.parentElement;
    const back = luminance(behind ? numbers(getComputedStyle(behind).backgroundColor) : [255, 255, 255]);
    const front = luminance(numbers(getComputedStyle(element).color));
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (ratio < lowest.ratio) lowest = { ratio, where: `${element.tagName} ${element.className}` };
  }
  return lowest;
}

const many = page("corpus");
const one = page("corpus/desk_contacts");

for (const [file, name] of [[many, "many"], [one, "one"]]) {
  for (const width of [1280, 390]) {
    for (const scheme of ["light", "dark"]) {
      await check(`${name}, ${width} px, ${scheme}`, async () => {
        const { tab, said, close } = await open(file, { width, scheme });
        const looks = [];
        for (const inside of name === "many" ? [false, true] : [true]) {
          if (inside && name === "many") await tab.locator("#plugins tbody a").first().click();
          await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
          const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `the page is ${wide} px wide`);
          looks.push(await tab.evaluate(contrast));
        }
        const lowest = looks.sort((a, b) => a.ratio - b.ratio)[0];
        assert.ok(lowest.ratio >= 4.5, `contrast ${lowest.ratio.toFixed(2)} of ${lowest.where}`);
        assert.deepEqual(said, []);
        await close();
        return `contrast at least ${lowest.ratio.toFixed(1)}`;
      });
    }
  }
}

await check("served, it asks for one thing only", async () => {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.setHeader("Content-Type", "text/html").end(readFileSync(many));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const context = await browser.newContext();
  const tab = await context.newPage();
  const said = [];
  tab.on("console", (message) => said.push(message.text()));
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.waitForTimeout(300);
  await context.close();
  server.close();
  assert.deepEqual(asked, ["/"]);
  assert.deepEqual(said, []);
});

await check("markup of a plugin would not run", async () => {
  const { tab, said, close } = await open(one);
  await tab.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'broken'";
    document.body.append(script);
  });
  assert.notEqual(await tab.title(), "broken");
  assert.ok(said.some((line) => line.includes("Content Security Policy")), "the policy did not stop a script");
  await close();
});

await check("a hostile plugin is text", async () => {
  const plugin = join(folder, "hostile");
  const markup = `<img src=x onerror=alert(1)>"'></script><script>alert(2)</script>`;
  mkdirSync(plugin);
  writeFileSync(join(plugin, "manifest.yaml"), `type: plugin\nversion: 0.0.1\nname: ${JSON.stringify(markup)}\n`);
  writeFileSync(join(plugin, "PRIVACY.md"), `We never collect your e-mail address ${markup}.\n`);
  writeFileSync(join(plugin, `a ${markup.replaceAll("/", "")}.py`),
    `import requests\n\ndef go(email):\n    requests.post("https://api.example.com", json={"email": email})  # ${markup}\n`);
  const { tab, said, close } = await open(page(plugin));
  assert.deepEqual(said, []);
  assert.equal(await tab.locator("img, body script").count(), 0);
  assert.ok((await tab.locator("h1").innerText()).startsWith(markup));
  await close();
});

await check("keyboard: search, sort, open, back", async () => {
  const { tab, close } = await open(many);
  const focus = () => tab.evaluate(() => {
    const at = document.activeElement;
    const style = getComputedStyle(at);
    return { tag: at.tagName, text: at.textContent.trim(), id: at.id, outline: parseFloat(style.outlineWidth), hash: at.hash };
  });
  await tab.keyboard.press("Tab");
  let at = await focus();
  assert.equal(at.tag, "SUMMARY");
  assert.ok(at.outline >= 2, "the focus cannot be seen");
  await tab.keyboard.press("Tab");
  await tab.keyboard.type("no such plugin");
  assert.equal(await tab.locator("#plugins tbody tr:visible").count(), 0);
  await tab.keyboard.press("ControlOrMeta+a");
  await tab.keyboard.type("calendly");
  assert.equal(await tab.locator("#plugins tbody tr:visible").count(), 1, "a third party that is named is not found");
  await tab.keyboard.press("ControlOrMeta+a");
  await tab.keyboard.type("slot");
  assert.equal(await tab.locator("#plugins tbody tr:visible").count(), 1);
  await tab.keyboard.press("ControlOrMeta+a");
  await tab.keyboard.press("Delete");
  for (let presses = 0; presses < 10 && !(await focus()).text.startsWith("Plugin"); presses += 1) await tab.keyboard.press("Tab");
  await tab.keyboard.press("Enter");
  const names = await tab.locator("#plugins tbody a").allTextContents();
  assert.deepEqual(names, [...names].sort());
  for (let presses = 0; presses < 12 && (await focus()).tag !== "A"; presses += 1) await tab.keyboard.press("Tab");
  at = await focus();
  assert.equal(at.text, names[0]);
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => document.documentElement.classList.contains("inside"));
  assert.equal(await tab.locator(".plugin:visible").count(), 1);
  assert.equal("#" + (await focus()).id, at.hash);
  await tab.keyboard.press("Tab");
  assert.equal((await focus()).text, "All plugins");
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => !document.documentElement.classList.contains("inside"));
  assert.equal((await focus()).hash, at.hash, "the focus is not where it was");
  await close();
});

await check("keyboard: the bands of the picture show their evidence, and Enter opens it", async () => {
  const { tab, close } = await open(one);
  const bands = await tab.locator(".band").count();
  assert.ok(bands >= 3);
  for (let presses = 0; presses < 20; presses += 1) {
    await tab.keyboard.press("Tab");
    if (await tab.evaluate(() => document.activeElement.classList.contains("band"))) break;
  }
  const told = await tab.locator(".shown-evidence").innerText();
  assert.match(told, /is sent to/);
  assert.ok((await tab.locator(".shown-evidence pre").count()) >= 1);
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => document.activeElement.tagName === "SUMMARY");
  assert.ok(await tab.evaluate(() => document.activeElement.parentElement.open));
  await close();
});

await check("filters of the evidence", async () => {
  const { tab, close } = await open(one);
  const buttons = tab.locator(".evidence .filters button");
  await buttons.last().press("Enter");
  const of = Number((await buttons.last().innerText()).match(/\d+$/)[0]);
  assert.equal(await tab.locator(".evidence .practice:not([hidden])").count(), of);
  await close();
});

await check("without a script everything can be read", async () => {
  const { tab, said, close } = await open(many, { script: false });
  const rows = await tab.locator("#plugins tbody tr:visible").count();
  assert.equal(await tab.locator(".plugin:visible").count(), rows);
  assert.ok((await tab.locator(".band title").count()) > rows);
  await tab.locator("#plugins tbody a").first().click();
  assert.deepEqual(said, []);
  await close();
  return `${rows} plugins`;
});

await check("printed, the evidence is open", async () => {
  const { tab, close } = await open(one, { scheme: "dark" });
  await tab.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await tab.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  const pdf = await tab.pdf({ format: "A4" });
  assert.ok(await tab.evaluate(() => [...document.querySelectorAll("details")].every((details) => details.open)));
  await close();
  return `${Math.round(pdf.length / 1024)} KiB`;
});

if (option("--tree")) {
  await check("a large tree opens in under two seconds", async () => {
    const file = page(resolve(option("--tree")));
    const { tab, close } = await open(file);
    const [loaded, acted] = await tab.evaluate(async () => {
      const [navigation] = performance.getEntriesByType("navigation");
      const begin = performance.now();
      document.querySelector("#plugins th button").click();
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return [navigation.loadEventEnd, performance.now() - begin];
    });
    await close();
    const size = statSync(file).size / 1e6;
    assert.ok(loaded < 2000 && size < 15, `${loaded.toFixed(0)} ms, ${size.toFixed(1)} MB`);
    return `load ${loaded.toFixed(0)} ms, first sort ${acted.toFixed(0)} ms, ${size.toFixed(1)} MB`;
  });
}

if (option("--shots")) {
  const mixed = page("corpus/floor_call");
  const shot = async (file, name, options, act, clip) => {
    const { tab, close } = await open(file, options);
    if (act) await act(tab);
    await tab.waitForTimeout(200);
    await tab.screenshot({ path: join(option("--shots"), name), clip });
    await close();
  };
  await shot(many, "index.png", {}, null, { x: 0, y: 0, width: 1280, height: 620 });
  await shot(mixed, "plugin.png", {}, (tab) => tab.locator(".band").first().focus(), { x: 0, y: 0, width: 1280, height: 1000 });
  await shot(mixed, "telephone.png", { width: 390, scheme: "dark" });
}

await browser.close();
rmSync(folder, { recursive: true });
process.exitCode = failed ? 1 : 0;
