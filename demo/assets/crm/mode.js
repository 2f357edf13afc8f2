// What the server says about itself in the page.

const { mode, api } = document.documentElement.dataset;

/** Whether the CRM is played with what was found wrong with the real one. */
export const AS_FOUND = mode === "as-found";

/** The origin of the API and its socket. As found, it is not the pages' own. */
export const API = api;
