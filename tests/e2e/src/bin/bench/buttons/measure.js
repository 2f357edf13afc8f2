// Builds a table of so many people, and measures in the page itself: until the
// first button is seen, 60 changes of a text, 20 scroll steps. Run by the driver, so
// that a page's policy does not forbid it.
const [records, selector, done] = arguments;
const frame = () => new Promise(requestAnimationFrame);
const settled = async () => { for (let left = 30; left > 0; left -= 1) await frame(); };

/** How long `work` takes, and the longest time between two frames meanwhile. */
const timed = async (work) => {
  let last = performance.now();
  let longest = 0;
  let going = true;
  const watch = (now) => {
    longest = Math.max(longest, now - last);
    last = now;
    if (going) requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
  const start = performance.now();
  await work();
  const took = performance.now() - start;
  await frame();
  going = false;
  return { took, longest };
};

const isSeen = (element) => {
  const shown = element.shadowRoot ? element.shadowRoot.querySelector('.box') : element;
  return shown.getBoundingClientRect().width > 0;
};

const fill = () => {
  const cell = (content) => {
    const td = document.createElement('td');
    td.append(content);
    return td;
  };
  const body = document.createElement('tbody');
  for (let number = 0; number < records; number += 1) {
    const mail = document.createElement('a');
    mail.href = `mailto:person${number}@acme.example`;
    mail.textContent = `person${number}@acme.example`;
    const edit = document.createElement('button');
    edit.textContent = 'Edit';
    const row = document.createElement('tr');
    row.append(cell(`Person ${number}`), cell(`Company ${number % 97}`), cell(mail),
      cell(`+1 503 555 ${number}`), cell('Oslo'), cell(number % 3 ? 'Active' : 'Lost'), cell(edit));
    body.append(row);
  }
  document.querySelector('table').append(body);
};

(async () => {
  await settled();
  const appear = await timed(async () => {
    fill();
    await frame();
    while (selector && ![...document.querySelectorAll(selector)].slice(0, 1).some(isSeen)) await frame();
  });
  await settled();
  const names = document.querySelectorAll('tbody td:first-child');
  const change = await timed(async () => {
    for (let step = 0; step < 60; step += 1) {
      names[(step * 7) % Math.min(names.length, 20)].firstChild.data = `Somebody ${step}`;
      await frame();
    }
  });
  await settled();
  const scroll = await timed(async () => {
    for (let step = 0; step < 20; step += 1) {
      scrollBy(0, 3000);
      await frame();
    }
  });
  await settled();
  done([appear.took, appear.longest, change.took, change.longest, scroll.took, scroll.longest]);
})();
