// The call events of one user, over the CRM's WebSocket.

import { every } from "./dom.js";
import { API } from "./mode.js";

const PING_MS = 30_000;
const AGAIN_MS = 3000;

/**
 * Calls `onEvent(name, call)` for each event until `signal` aborts. A socket
 * that breaks is opened again; what happened meanwhile is lost, and nobody asks.
 */
export function callEvents(user, signal, onEvent) {
  const address = `${API.replace(/^http/, "ws")}/ws/video-call/${user}/`;
  let socket;
  let timer = 0;
  const open = () => {
    socket = new WebSocket(address);
    socket.addEventListener("message", ({ data }) => {
      const { event, data: call } = JSON.parse(data);
      if (event && !signal.aborted) onEvent(event, call);
    });
    socket.addEventListener("close", () => {
      if (!signal.aborted) timer = setTimeout(open, AGAIN_MS);
    });
  };
  open();
  every(PING_MS, signal, () => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: "ping", timestamp: Date.now() }));
  });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    socket.close();
  });
}
