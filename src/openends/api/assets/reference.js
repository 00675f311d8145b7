// Sends the forms of the page: the key, the parameters and the body as they stand, and shows the answer.
"use strict";

const keyField = document.getElementById("api-key");

function addressOf(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const field of form.querySelectorAll("input[data-in]")) {
    const { in: place, name } = field.dataset;
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(field.value));
    if (place === "query" && field.value) query.set(name, field.value);
  }
  const root = document.location.pathname.replace(/\/docs\/?$/, "");
  const asked = query.toString();
  return root + path + (asked ? `?${asked}` : "");
}

function headersOf(form) {
  const headers = {};
  if (keyField.value) headers["x-api-key"] = keyField.value.trim();
  for (const field of form.querySelectorAll('input[data-in="header"]')) {
    if (field.value) headers[field.dataset.name] = field.value;
  }
  if (form.querySelector("textarea")) headers["Content-Type"] = "application/json";
  return headers;
}

async function send(form) {
  const output = form.querySelector("pre");
  output.hidden = false;
  output.textContent = "...";
  const started = performance.now();
  try {
    const answer = await fetch(addressOf(form), {
      method: form.dataset.method,
      headers: headersOf(form),
      body: form.querySelector("textarea")?.value,
    });
    const text = await answer.text();
    let shown = text;
    try {
      shown = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      // Not JSON: shown as it came.
    }
    const ms = Math.round(performance.now() - started);
    output.textContent = `${answer.status} ${answer.statusText}, ${ms} ms\n\n${shown}`;
  } catch (error) {
    output.textContent = `The request did not reach the server: ${error.message}`;
  }
}

for (const form of document.querySelectorAll(".try")) {
  form.querySelector("button").addEventListener("click", () => send(form));
}
