// Beside how many people the page in front has buttons. The popup runs this there.
[document.querySelectorAll('[data-ringside~="record"]').length];
