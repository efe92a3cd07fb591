// The rehearsal page: asks the server what changed whenever its events say so, and plays the chosen person.

import { colour, drawDay, drawMessage, el, initials, summary } from "./draw.js";
import { day, forInput, say, short, time } from "./words.js";

const $ = (id) => document.getElementById(id);
let state = null;
let shown = null; // {id, since, messages: Map} of the chat on the screen
let context = null; // {kind: "reply" | "change", message}
const pressed = new Map(); // query id -> button element
const speakers = new Map(); // group id -> the person who speaks there
let read = {};

// asking

async function ask(path, options) {
  const response = await fetch(`/play/${path}`, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.problem ?? response.status);
  return body;
}
const tell = (path, body) => ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
async function trying(deed) {
  try { return await deed(); } catch (error) {
    console.warn(error);
    toast(error.message === "past" ? say.past : say.failed);
    return null;
  }
}

let asking = false;
let again = false;
async function refresh() {
  if (asking) { again = true; return; }
  asking = true;
  try {
    do {
      again = false;
      const before = state?.instance;
      state = await ask("state");
      if (shown && before && before !== state.instance) startOver();
      read = JSON.parse(localStorage.getItem(`read ${state.instance}`) ?? "{}");
      if (shown) await refreshChat();
      drawState();
    } while (again);
  } catch (error) { console.warn(error); } finally { asking = false; }
}

// The server was started anew: other chats, counted from one again.
function startOver() {
  pressed.clear();
  shown = state.chats.some((one) => one.id === shown.id) ? { id: shown.id, since: 0, messages: new Map() } : null;
  context = null;
}

async function refreshChat() {
  const asked = shown;
  const news = await ask(`messages?chat=${asked.id}&since=${asked.since}`);
  if (asked !== shown) return;
  const first = asked.since === 0;
  asked.since = news.version;
  for (const message of news.messages) asked.messages.set(message.id, message);
  drawHead(); // shows the log, which otherwise cannot be scrolled to its end
  drawComposer();
  if (news.messages.length || first) drawLog(first);
  for (const answer of first ? [] : news.answers) hear(answer);
}

function listen() {
  const events = new EventSource("/play/events");
  events.onopen = () => { $("offline").hidden = true; };
  events.onmessage = () => { $("offline").hidden = true; refresh(); };
  events.onerror = () => {
    $("offline").hidden = false;
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1500);
  };
}

// who speaks

const chat = () => state?.chats.find((one) => one.id === shown?.id);
const isGroup = (one) => one.type !== "private";
function me() {
  const one = chat();
  if (!one) return null;
  return isGroup(one) ? speakers.get(one.id) ?? one.members[0] : one.id;
}
const nowSeconds = () => Date.parse(state.now) / 1000;

// drawing

function drawState() {
  const now = nowSeconds();
  $("clock-date").textContent = day(now, state.offset);
  $("clock-time").textContent = `${time(now, state.offset)} ${state.zone}`;
  if (document.activeElement !== $("move-at")) $("move-at").value = forInput(now, state.offset);
  $("time-controls").hidden = $("bot-controls").hidden = !state.stage;
  $("controls").hidden = !state.stage;
  const bot = state.stage?.bot;
  for (const light of document.querySelectorAll("[data-light]")) light.className = `light ${bot ?? ""}`;
  $("bot-state").textContent = bot === "running" ? say.running : say.dead;
  $("bot-switch").textContent = bot === "running" ? say.kill : say.revive;
  drawViolations();
  if (shown) markRead();
  drawChats(now);
  drawHead();
  drawComposer();
}

function drawViolations() {
  const box = $("violations");
  box.hidden = !state.violations.length;
  box.querySelector("summary").textContent = say.violations(state.violations.length);
  box.querySelector("ul").replaceChildren(...state.violations.map((text) => el("li", {}, text)));
}

function drawChats(now) {
  const focused = document.activeElement?.dataset?.chat;
  $("chats").replaceChildren(...state.chats.map((one) => {
    const unread = one.from_bot.filter((id) => id > (read[one.id] ?? 0)).length;
    const about = isGroup(one) ? say.members(one.members.length) : one.about;
    return el("li", {}, el("button", {
      type: "button", class: "row", "data-chat": one.id, "aria-current": String(one.id === shown?.id), onclick: () => open(one.id),
    },
    el("span", { class: `avatar c${colour(one.id)}`, "aria-hidden": "true" }, initials(one.title)),
    el("span", { class: "name" }, one.title),
    el("span", { class: "when" }, one.last?.date ? short(one.last.date, state.offset, now) : ""),
    el("span", { class: "last" }, one.last ? lastLine(one) : el("span", { class: "role" }, about || say.empty)),
    unread ? el("span", { class: "badge", "aria-label": `${unread} pesan baru` }, unread > 98 ? "99+" : String(unread)) : null));
  }));
  if (focused) document.querySelector(`[data-chat="${focused}"]`)?.focus();
}

const lastLine = (one) => `${isGroup(one) && one.last.from ? `${one.last.name.split(" ")[0]}: ` : ""}${summary(one.last)}`;

function drawHead() {
  const one = chat();
  $("nothing").hidden = Boolean(one);
  $("chat-head").hidden = $("log").hidden = !one;
  if (!one) return;
  $("head-avatar").className = `avatar c${colour(one.id)}`;
  $("head-avatar").textContent = initials(one.title);
  $("head-title").textContent = one.title;
  const here = ["member", "administrator"].includes(one.bot);
  $("head-about").textContent = isGroup(one) ? (here ? say.members(one.members.length) : say.notInGroup) : one.about || "";
  $("speaker-box").hidden = !isGroup(one);
  const options = isGroup(one) ? one.members : [];
  const wanted = JSON.stringify([one.id, options]);
  if ($("speaker").dataset.for !== wanted) {
    $("speaker").dataset.for = wanted;
    $("speaker").replaceChildren(...options.map((id) => el("option", { value: id, selected: id === me() }, state.people[id] ?? String(id))));
  }
}

function drawComposer() {
  const one = chat();
  $("composer").hidden = !one;
  if (!one) return;
  const open = isGroup(one) || one.bot === "member";
  $("write-box").hidden = !open;
  $("start-box").hidden = open;
  $("start-text").textContent = one.bot === "kicked" ? say.blocked(one.title) : say.notStarted(one.title);
  const keys = [...shown.messages.values()].findLast((m) => m.is_bot && !m.deleted)?.keys ?? [];
  $("keys").hidden = !keys.length;
  $("keys").replaceChildren(...keys.flat().map((key) => {
    const text = key.text ?? key;
    return el("button", { type: "button", class: "chip", onclick: () => sendText(text) }, text);
  }));
  drawMenu(one);
  $("context").hidden = !context;
  if (context) {
    $("context-title").textContent = context.kind === "reply" ? say.replyTo(context.message.name) : say.changing;
    $("context-text").textContent = summary(context.message);
  }
}

function drawMenu(one) {
  const commands = one.menus[me()] ?? [];
  $("menu").hidden = !commands.length;
  const text = (command) => `/${command}${isGroup(one) ? `@${state.bot.username}` : ""}`;
  $("menu").querySelector("ul").replaceChildren(...commands.map(({ command, description }) => el("li", {},
    el("button", { type: "button", onclick: () => { $("menu").open = false; sendText(text(command)); } },
      el("b", {}, `/${command}`), el("span", {}, description)))));
}

function drawLog(first) {
  const log = $("log");
  const atEnd = first || log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  const view = { offset: state.offset, me: me(), group: isGroup(chat()), bot: state.bot.username, command: sendText, join, press, reply, change, jump };
  const nodes = [];
  let lastDay = "";
  let lastFrom = null;
  for (const message of [...shown.messages.values()].sort((a, b) => a.id - b.id)) {
    if (message.deleted) continue;
    const today = day(message.date, state.offset);
    if (today !== lastDay) nodes.push(drawDay(message.date, state.offset));
    const node = drawMessage(message, view);
    if (message.from !== lastFrom) node.classList.add("next");
    [lastDay, lastFrom] = [today, message.from];
    nodes.push(node);
  }
  log.replaceChildren(...nodes);
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function markRead() {
  const one = chat();
  if (!one || document.hidden) return;
  read[one.id] = Math.max(read[one.id] ?? 0, ...one.from_bot, 0);
  localStorage.setItem(`read ${state.instance}`, JSON.stringify(read));
}

function jump(id) {
  document.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: "center" });
}

// doing

async function open(id) {
  shown = { id, since: 0, messages: new Map() };
  setContext(null);
  location.hash = id;
  $("main").classList.add("in-chat");
  $("log").replaceChildren();
  await refresh();
  if (innerWidth > 720 && !$("write-box").hidden) $("text").focus();
}

function setContext(next) {
  context = next;
  if (next?.kind === "change") $("text").value = next.message.text;
  if (shown && state) drawComposer();
  if (next) $("text").focus();
}
const reply = (message) => setContext({ kind: "reply", message });
const change = (message) => setContext({ kind: "change", message });

function target() {
  const fields = { user: me(), chat: shown.id };
  if (context?.kind === "reply") fields.reply_to = context.message.id;
  return fields;
}

async function sendText(text) {
  if (!text.trim()) return;
  const changing = context?.kind === "change" ? context.message : null;
  const body = changing ? { user: me(), chat: shown.id, message: changing.id, text } : { ...target(), text };
  const done = await trying(() => tell(changing ? "edit" : "send", body));
  if (!done) return;
  $("text").value = "";
  grow();
  setContext(null);
}

async function sendFiles(path, files, extra = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...target(), caption: $("text").value, ...extra })) form.append(name, value);
  for (const file of files) form.append("file", file);
  const done = await trying(() => ask(path, { method: "POST", body: form }));
  if (!done) return;
  $("text").value = "";
  setContext(null);
}

// Someone opens an invitation on a telephone of their own.
async function join(code) {
  const done = await trying(() => tell("join", { code, name: say.newPhone(state.chats.length) }));
  if (!done) return;
  await refresh();
  open(done.chat);
}

async function press(message, button, element) {
  if (!button.callback_data) return;
  element.classList.add("waiting");
  setTimeout(() => element.classList.remove("waiting"), 8000);
  const done = await trying(() => tell("press", { user: me(), chat: shown.id, message: message.id, button: button.callback_data }));
  if (done) pressed.set(done.query, element);
  else element.classList.remove("waiting");
  refresh();
}

function hear(answer) {
  pressed.get(answer.id)?.classList.remove("waiting");
  for (const waiting of document.querySelectorAll(".press.waiting")) waiting.classList.remove("waiting");
  if (!answer.text || answer.user !== me()) return;
  if (!answer.alert) { toast(answer.text); return; }
  $("alert").querySelector("p").textContent = answer.text;
  if (!$("alert").open) $("alert").showModal();
}

let toastEnds = 0;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => { $("toast").hidden = true; }, 3800);
}

async function move(path, body) {
  const all = $("time-controls").querySelectorAll("button");
  for (const one of all) one.disabled = true;
  const slow = setTimeout(() => toast(say.moving), 700);
  const done = await trying(() => tell(path, body));
  clearTimeout(slow);
  for (const one of all) one.disabled = false;
  if (done && path === "next" && !done.at) toast(say.noEvent);
  if (innerWidth <= 900) $("controls").open = false;
  refresh();
}

function grow() {
  const text = $("text");
  text.style.height = "auto";
  text.style.height = `${Math.min(150, text.scrollHeight + 2)}px`;
}

// wiring

$("write").addEventListener("submit", (event) => { event.preventDefault(); sendText($("text").value); });
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); sendText($("text").value); }
  if (event.key === "Escape") setContext(null);
});
$("text").addEventListener("input", grow);
for (const [id, path] of [["photo", "photo"], ["file", "document"]]) {
  $(id).addEventListener("change", async () => { await sendFiles(path, $(id).files); $(id).value = ""; });
}
const sampleLines = () => say.sample(state.people[me()], day(nowSeconds(), state.offset), time(nowSeconds(), state.offset));
$("sample").addEventListener("click", () => sendFiles("photo", [], { sample: sampleLines() }));
const samples = {
  album: () => sendFiles("photo", [], { sample: sampleLines(), count: 3, caption_on: 2 }),
  forwarded: () => sendFiles("photo", [], { sample: sampleLines(), forwarded: 5 }),
  link: () => sendText(say.sampleLink),
};
for (const button of document.querySelectorAll("[data-sample]")) {
  button.addEventListener("click", () => { $("more").open = false; samples[button.dataset.sample](); });
}
$("start").addEventListener("click", () => trying(() => tell("start", { user: me(), chat: shown.id })));
$("speaker").addEventListener("change", () => { speakers.set(shown.id, Number($("speaker").value)); setContext(null); drawLog(false); });
$("context-drop").addEventListener("click", () => { if (context?.kind === "change") $("text").value = ""; setContext(null); });
$("back").addEventListener("click", () => {
  $("main").classList.remove("in-chat");
  shown = null;
  history.replaceState(null, "", "/");
  drawState();
});
for (const button of document.querySelectorAll("[data-move]")) {
  const what = button.dataset.move;
  button.addEventListener("click", () => what === "next" ? move("next", {}) : move("clock", { [what]: 1 }));
}
$("move-to").addEventListener("submit", (event) => { event.preventDefault(); move("clock", { to: $("move-at").value }); });
$("bot-switch").addEventListener("click", async () => {
  await trying(() => tell("bot", { do: state.stage.bot === "running" ? "kill" : "start" }));
  refresh();
});
document.addEventListener("visibilitychange", () => { if (!document.hidden && state) refresh(); });

await refresh();
const wanted = Number(location.hash.slice(1));
if (wanted && state?.chats.some((one) => one.id === wanted)) await open(wanted);
listen();
