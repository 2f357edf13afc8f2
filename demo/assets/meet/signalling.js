// The socket to the stand-in's server.

export class Signalling {
  #socket = null;
  #onMessage;
  #onLost;

  constructor({ onMessage, onLost }) {
    this.#onMessage = onMessage;
    this.#onLost = onLost;
  }

  /** Connects to a room, and joins it with this profile. */
  connect(address, profile) {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/signal/${encodeURIComponent(address)}`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.send("join", profile));
    socket.addEventListener("message", ({ data }) => this.#onMessage(JSON.parse(data)));
    socket.addEventListener("close", () => socket === this.#socket && this.#onLost());
  }

  send(type, fields = {}) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type, ...fields }));
  }

  /** Leaves the room, for another one: this is no loss. */
  leave() {
    const socket = this.#socket;
    this.#socket = null;
    socket.send(JSON.stringify({ type: "leave" }));
    socket.close();
  }

  close() {
    this.#socket?.close();
  }
}
