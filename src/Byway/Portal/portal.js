// Copy buttons: shown only where there is a script to answer them.
for (const button of document.querySelectorAll('[data-copy]')) {
  const field = button.parentElement.querySelector('input');
  button.hidden = false;
  field.addEventListener('focus', () => field.select());
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      // Without a safe connection there is no clipboard for scripts, only for what is selected.
      field.select();
      document.execCommand('copy');
    }
    document.getElementById('copied').textContent = 'Copied. Paste it wherever your friends read.';
  });
}
