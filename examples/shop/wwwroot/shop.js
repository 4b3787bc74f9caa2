// Tells the snippet of a sign-up that this page is about. Calls are kept until the snippet is there.

const calls = [];
window.po ??= Object.assign((...call) => calls.push({ a: call, q: [] }), { q: calls });

const { signUp, email, name } = document.querySelector('[data-sign-up]')?.dataset ?? {};
if (signUp) window.po('customers', 'signup', { data: { key: signUp, email, name } });
