// The iframe side of Jitsi's transport: the "postis" envelope and its
// handshake below, events, requests and responses above.

import { parseJson } from "./params.js";

const PING_MS = 50;

export class Transport {
  #target;
  #scope;
  #ownId = `${Date.now()}-${Math.random()}`;
  #ready = false;
  #buffer = [];
  #onEvent;
  #onRequest;

  /**
   * `onEvent(name, args)` runs a command; `onRequest(data, respond)` answers a
   * request by calling `respond` with the fields of the response, or never.
   */
  constructor({ target, scope, onEvent, onRequest }) {
    this.#target = target;
    this.#scope = scope;
    this.#onEvent = onEvent;
    this.#onRequest = onRequest;
    addEventListener("message", (event) => this.#receive(event.data));
    const ping = setInterval(() => {
      if (this.#ready) clearInterval(ping);
      else this.#post("__ready__", this.#ownId);
    }, PING_MS);
  }

  sendEvent(name, fields = {}) {
    this.#send({ type: "event", data: { name, ...fields } });
  }

  #send(message) {
    if (this.#ready) this.#post("message", message);
    else this.#buffer.push(message);
  }

  #post(method, params) {
    const envelope = { postis: true, scope: this.#scope, method, params };
    this.#target.postMessage(JSON.stringify(envelope), "*");
  }

  #receive(text) {
    if (typeof text !== "string") return;
    let envelope;
    try {
      envelope = parseJson(text);
    } catch {
      return;
    }
    if (!envelope?.postis || envelope.scope !== this.#scope) return;
    if (envelope.method === "__ready__") this.#handshake(envelope.params);
    else if (envelope.method === "message") this.#message(envelope.params);
  }

  #handshake(id) {
    if (id !== this.#ownId) {
      this.#post("__ready__", id);
      return;
    }
    if (this.#ready) return;
    this.#ready = true;
    for (const message of this.#buffer.splice(0)) this.#post("message", message);
  }

  // Throws at malformed commands, exactly as Jitsi does: the command is lost
  // and the page continues.
  #message(message) {
    if (message.type === "event") {
      this.#onEvent(message.data.name, message.data.data);
    } else if (message.type === "request") {
      this.#onRequest(message.data, (fields) =>
        this.#send({ type: "response", id: message.id, ...fields }));
    }
  }
}
