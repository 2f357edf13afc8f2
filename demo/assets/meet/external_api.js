// The host's side of the Jitsi IFrame API, as far as a page with a meeting in it
// needs it. A classic script, as Jitsi's: it leaves its class in `window`.

(() => {
  "use strict";

  const PING_MS = 50;
  const ALLOW = "autoplay; camera; clipboard-write; compute-pressure; display-capture; fullscreen; hid; microphone; screen-wake-lock; speaker-selection";

  // Jitsi's meetings are always at https. The stand-in's are where this script is.
  const { protocol } = new URL(document.currentScript.src);

  /** Public names that are not their wire name in camel case. */
  const COMMANDS = { hangup: "video-hangup" };
  const EVENTS = { "video-ready-to-close": "readyToClose" };

  const command = (name) => COMMANDS[name] ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const event = (wire) => EVENTS[wire] ?? wire.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

  /** Meetings so far in this page: each has a number, which is its scope. */
  let meetings = 0;

  const param = (name, value) => `${name}=${encodeURIComponent(JSON.stringify(value))}`;

  function section(name, values = {}) {
    return Object.entries(values).filter(([, value]) => value !== undefined).map(([key, value]) => param(`${name}.${key}`, value));
  }

  function address(domain, number, { roomName = "", jwt, lang, configOverwrite, interfaceConfigOverwrite, userInfo }) {
    const url = new URL(`${protocol}//${domain}/${roomName}`);
    if (jwt) url.searchParams.set("jwt", jwt);
    if (lang) url.searchParams.set("lang", lang);
    url.hash = [
      param("jitsi_meet_external_api_id", number),
      ...(jwt ? [param("jwt", jwt)] : []),
      ...section("config", configOverwrite),
      ...section("interfaceConfig", interfaceConfigOverwrite),
      ...section("userInfo", userInfo),
    ].join("&");
    return url;
  }

  const size = (value) => (typeof value === "number" ? `${value}px` : value);

  function frame(number, url, { width = "100%", height = "100%" }) {
    const element = document.createElement("iframe");
    element.id = element.name = `jitsiConferenceFrame${number}`;
    element.allow = ALLOW;
    Object.assign(element.style, { width: size(width), height: size(height), border: "0" });
    element.src = url.href;
    return element;
  }

  /** The transport: a handshake by an id of each side's own, then messages. */
  class Transport {
    #frame;
    #origin;
    #scope;
    #onEvent;
    #ownId = `${Date.now()}-${Math.random()}`;
    #ready = false;
    #waiting = [];
    #closed = new AbortController();
    #ping;

    constructor(frame, origin, scope, onEvent) {
      this.#frame = frame;
      this.#origin = origin;
      this.#scope = scope;
      this.#onEvent = onEvent;
      addEventListener("message", (message) => this.#receive(message), { signal: this.#closed.signal });
      this.#ping = setInterval(() => {
        // Somebody took the frame out of the page and said nothing, as React does.
        if (frame.isConnected) this.#post("__ready__", this.#ownId);
        else this.close();
      }, PING_MS);
    }

    send(name, data) {
      const message = { type: "event", data: { name, data } };
      if (this.#ready) this.#post("message", message);
      else this.#waiting.push(message);
    }

    close() {
      clearInterval(this.#ping);
      this.#closed.abort();
    }

    #post(method, params) {
      const envelope = { postis: true, scope: this.#scope, method, params };
      this.#frame.contentWindow?.postMessage(JSON.stringify(envelope), "*");
    }

    #receive({ data, origin, source }) {
      if (!this.#frame.isConnected) return this.close();
      if (origin !== this.#origin || source !== this.#frame.contentWindow || typeof data !== "string") return;
      const { postis, scope, method, params } = JSON.parse(data);
      if (!postis || scope !== this.#scope) return;
      if (method === "__ready__") this.#handshake(params);
      else if (method === "message" && params.type === "event") this.#onEvent(params.data);
    }

    #handshake(id) {
      if (id !== this.#ownId) return this.#post("__ready__", id);
      this.#ready = true;
      clearInterval(this.#ping);
      for (const message of this.#waiting.splice(0)) this.#post("message", message);
    }
  }

  class JitsiMeetExternalAPI {
    #frame;
    #transport;
    #listeners = new Map();

    constructor(domain, options = {}) {
      const number = meetings++;
      const url = address(domain, number, options);
      this.#frame = frame(number, url, options);
      if (options.onload) this.on("ready", options.onload);
      this.#transport = new Transport(this.#frame, url.origin, `jitsi_meet_external_api_${number}`, ({ name, ...fields }) => {
        for (const listener of this.#listeners.get(event(name)) ?? []) listener(fields);
      });
      (options.parentNode ?? document.body).append(this.#frame);
    }

    on(name, listener) {
      this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
      return this;
    }

    addListener(name, listener) {
      return this.on(name, listener);
    }

    removeListener(name, listener) {
      this.#listeners.set(name, (this.#listeners.get(name) ?? []).filter((other) => other !== listener));
      return this;
    }

    executeCommand(name, ...args) {
      this.#transport.send(command(name), args);
    }

    getIFrame() {
      return this.#frame;
    }

    dispose() {
      this.#transport.close();
      this.#listeners.clear();
      this.#frame.remove();
    }
  }

  window.JitsiMeetExternalAPI = JitsiMeetExternalAPI;
})();
