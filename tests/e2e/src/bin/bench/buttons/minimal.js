// The simplest script that anybody could write for the same purpose: two buttons
// in the last cell of each row near the viewport. What Ringside costs is compared
// with this.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    const name = target.cells[0].textContent;
    for (const media of ['audio', 'video']) {
      const button = document.createElement('button');
      button.className = 'minimal';
      button.title = `Call ${name} (${media})`;
      button.textContent = media === 'audio' ? '✆' : '▷';
      target.cells[target.cells.length - 1].append(button);
    }
  }
}, { rootMargin: '800px 0px' });
const watch = (row) => near.observe(row);
document.querySelectorAll('tbody tr').forEach(watch);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (node.nodeType !== 1) continue;
      if (node.matches('tbody tr')) watch(node);
      else node.querySelectorAll('tbody tr').forEach(watch);
    }
  }
}).observe(document, { childList: true, subtree: true });
