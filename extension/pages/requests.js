// The addresses that the page's own scripts have requested. The popup runs this
// in the page in front, to see where its API is before it asks for access.
performance.getEntriesByType('resource')
  .filter(({ initiatorType }) => initiatorType === 'fetch' || initiatorType === 'xmlhttprequest')
  .map(({ name }) => name);
