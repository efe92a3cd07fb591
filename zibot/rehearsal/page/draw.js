// Messages as elements; all text goes in as text, never as markup.

import { day, say, size, time } from "./words.js";

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const colour = (id) => Math.abs(id) % 7;
export const initials = (name) => name.split(/\s+/).slice(0, 2).map((word) => word[0] ?? "").join("").toUpperCase();
export const fileUrl = (id) => `/play/file/${encodeURIComponent(id)}`;

const PLAIN = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

// A link that starts this very bot joins on a phone of its own.
const STARTS = /^https:\/\/t\.me\/(\w+)\?start=([\w-]{1,64})$/;

function wrapped(entity, text, inner, view) {
  if (PLAIN[entity.type]) return el(PLAIN[entity.type], {}, ...inner);
  if (entity.type === "spoiler") return el("span", { class: "spoiler", tabindex: "0" }, ...inner);
  if (entity.type === "text_link" || entity.type === "url") {
    const href = entity.url ?? text;
    const full = /^[a-z]+:/i.test(href) ? href : `https://${href}`;
    if (!/^(https?|tg):/i.test(full)) return el("span", {}, ...inner);
    const [, bot, code] = STARTS.exec(full) ?? [];
    if (bot === view.bot) {
      return el("a", { href: full, onclick: (event) => { event.preventDefault(); view.join(code); } }, ...inner);
    }
    return el("a", { href: full, target: "_blank", rel: "noopener noreferrer" }, ...inner);
  }
  if (entity.type === "bot_command") {
    return el("button", { type: "button", class: "linkish", onclick: () => view.command(text) }, ...inner);
  }
  return el("span", {}, ...inner);
}

// Entities nest or stand side by side; offsets are UTF-16 units, as in JavaScript's own strings.
export function formatted(text, entities, view) {
  const build = (start, end, list) => {
    const nodes = [];
    let at = start;
    while (list.length) {
      const first = list.shift();
      const from = Math.max(at, first.offset);
      const to = Math.min(end, first.offset + first.length);
      if (to <= from) continue;
      const inside = [];
      while (list.length && list[0].offset < to) inside.push(list.shift());
      if (from > at) nodes.push(text.slice(at, from));
      nodes.push(wrapped(first, text.slice(from, to), build(from, to, inside), view));
      at = to;
    }
    if (at < end) nodes.push(text.slice(at, end));
    return nodes;
  };
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(0, text.length, ordered);
}

export function summary(message) {
  if (!message || message.deleted) return say.empty;
  const what = message.photo ? say.photo : message.file ? message.file.name ?? say.file : "";
  return message.text || what || serviceText(message) || say.other;
}

export function serviceText(message) {
  const { new_chat_members: joined, left_chat_member: left, migrate_to_chat_id: to, migrate_from_chat_id: from } = message.service;
  if (joined) return say.joined(joined.join(", "));
  if (left) return say.left(left);
  return to || from ? say.upgraded : "";
}

function quote(reply, jump) {
  const text = reply.text || (reply.what === "photo" ? say.photo : reply.what === "file" ? say.file : say.other);
  return el("button", { type: "button", class: "quote", onclick: (event) => { event.stopPropagation(); jump(reply.id); } },
    el("b", {}, reply.name), el("span", {}, text));
}

function picture(photo) {
  const image = el("img", { src: fileUrl(photo.id), width: photo.width, height: photo.height, alt: say.photo, loading: "lazy" });
  return el("a", { class: "picture", href: fileUrl(photo.id), target: "_blank", rel: "noopener" }, image);
}

function fileCard(file) {
  const ending = /\.([A-Za-z0-9]{1,4})$/.exec(file.name ?? "")?.[1] ?? "?";
  return el("a", { class: "file", href: fileUrl(file.id), download: file.name ?? true },
    el("i", {}, ending.toUpperCase()), el("span", {}, el("b", {}, file.name ?? say.file), el("small", {}, size(file.size))));
}

function buttons(message, press) {
  if (!message.buttons.length) return null;
  const one = (button) => button.url
    ? el("a", { class: "press", href: button.url, target: "_blank", rel: "noopener noreferrer" }, `${button.text} ↗`)
    : el("button", { type: "button", class: "press", "data-data": button.callback_data ?? "", onclick: (e) => press(message, button, e.currentTarget) }, button.text);
  return el("div", { class: "buttons" }, ...message.buttons.map((row) => el("div", {}, ...row.map(one))));
}

// `view`: {offset, me, group, bot, command, join, press, reply, change, jump}
export function drawMessage(message, view) {
  const service = serviceText(message);
  if (service) return el("div", { class: "service", "data-id": message.id }, service);
  const mine = message.from === view.me;
  const text = message.text || (message.photo || message.file ? "" : say.other);
  const bubble = el("div", { class: message.photo ? "bubble pictured" : "bubble" },
    view.group && !mine ? el("div", { class: `who t${colour(message.from)}` }, message.name) : null,
    message.forwarded ? el("small", {}, say.forwarded) : null,
    message.reply ? quote(message.reply, view.jump) : null,
    message.photo ? picture(message.photo) : null,
    message.file ? fileCard(message.file) : null,
    text ? el("div", { class: "body" }, ...formatted(text, message.entities, view)) : null,
    el("div", { class: "meta" }, `${message.edited ? `${say.edited} · ` : ""}${time(message.date, view.offset)}`));
  const acts = el("div", { class: "acts" },
    el("button", { type: "button", onclick: () => view.reply(message) }, say.reply),
    mine && !message.forwarded ? el("button", { type: "button", onclick: () => view.change(message) }, say.change) : null);
  const reactions = message.reactions.length
    ? el("div", { class: "reactions" }, ...message.reactions.map((emoji) => el("span", {}, emoji))) : null;
  const whole = el("article", { class: `message${mine ? " mine" : ""}`, "data-id": message.id, "data-from": message.from },
    bubble, reactions, buttons(message, view.press), acts);
  bubble.addEventListener("click", (event) => { if (!event.target.closest("a, button")) whole.classList.toggle("open"); });
  return whole;
}

export const drawDay = (seconds, offset) => el("div", { class: "day" }, day(seconds, offset));
