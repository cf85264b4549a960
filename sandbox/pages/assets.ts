export const STYLE = `
:root { --ink: #1f2329; --soft: #646a73; --line: #dee0e3; --page: #f5f6f7; --blue: #3370ff; --orange: #ff8800;
  --green: #2ea121; --red: #d83931; font: 14px/1.6 system-ui, 'PingFang SC', 'Noto Sans CJK SC', sans-serif; color: var(--ink) }
* { box-sizing: border-box }
body { margin: 0; background: var(--page) }
header { display: flex; gap: 16px; align-items: center; padding: 10px 20px; background: #fff; border-bottom: 1px solid var(--line);
  position: sticky; top: 0; flex-wrap: wrap }
header h1 { font-size: 16px; margin: 0 auto 0 0 }
nav { display: flex; gap: 4px; flex-wrap: wrap; padding: 12px 20px 0; max-width: 860px; margin: auto }
nav a { padding: 6px 14px; border-radius: 6px; color: var(--soft); text-decoration: none }
nav a.on { background: #e1eaff; color: var(--blue); font-weight: 600 }
nav b { font-weight: 600; font-size: 12px; margin-left: 4px }
main { max-width: 860px; margin: auto; padding: 12px 20px 60px; display: grid; gap: 10px }
.card { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; overflow-wrap: anywhere }
.card h2 { font-size: 15px; margin: 0 0 6px; display: flex; gap: 8px; align-items: baseline; justify-content: space-between }
.card.bot { border-top: 4px solid var(--line) }
.card.bot.open { border-top-color: var(--orange) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 6px 0 }
dt, .soft { color: var(--soft) } dd { margin: 0 }
.soft { font-size: 12px }
.tag { font-size: 12px; font-weight: 600; padding: 0 8px; border-radius: 10px; background: #eff0f1; color: var(--soft); white-space: nowrap }
.tag.PENDING, .tag.open { background: #feead2; color: #b26206 }
.tag.APPROVED { background: #d9f5d6; color: var(--green) } .tag.REJECTED { background: #fde2e2; color: var(--red) }
.row { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; margin-top: 10px }
button, .button { font: inherit; border: 1px solid var(--line); background: #fff; border-radius: 6px; padding: 4px 16px; cursor: pointer;
  color: var(--ink); text-decoration: none }
button.APPROVE, button.primary { background: var(--blue); border-color: var(--blue); color: #fff }
button.REJECT { color: var(--red); border-color: var(--red) }
button:disabled { opacity: .5; cursor: default }
a { color: var(--blue) }
form label { display: grid; gap: 4px; margin-bottom: 12px } label i { color: var(--red); font-style: normal }
fieldset { border: 0; padding: 0; margin: 0 0 12px; display: flex; gap: 12px; flex-wrap: wrap } fieldset legend { padding: 0 }
fieldset label { display: flex; margin: 0 }
input, select, textarea { font: inherit; padding: 5px 8px; border: 1px solid var(--line); border-radius: 6px; background: #fff }
#said { position: fixed; bottom: 20px; left: 50%; transform: translateX(-50%); background: #1f2329; color: #fff; padding: 8px 18px;
  border-radius: 6px; max-width: 80vw } #said:empty { display: none }
`

/** Replaces the page's body as it changes, presses buttons, and hands in forms. */
export const SCRIPT = `
const said = document.getElementById('said')
const say = (text) => { said.textContent = text; clearTimeout(say.timer); say.timer = setTimeout(() => { said.textContent = '' }, 4000) }
const live = document.querySelector('[data-live]')
let last = ''
const refresh = async () => {
  if (!live) return
  try {
    const text = await (await fetch(live.dataset.live)).text()
    if (text !== last) { last = text; live.innerHTML = text }
  } catch { say('…') }
}
if (live) { refresh(); setInterval(refresh, 1500) }

document.addEventListener('change', (event) => {
  const at = event.target.closest('[data-go]')
  if (at) location.href = at.dataset.go + encodeURIComponent(at.value)
})

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-send]')
  if (!button) return
  const body = JSON.parse(button.dataset.send)
  if (button.dataset.reason) {
    const reason = prompt(button.dataset.reason, '')
    if (reason === null) return
    if (reason !== '') body.reason = reason
  }
  button.disabled = true
  try {
    const answer = await (await fetch(button.dataset.to, { method: 'POST', body: JSON.stringify(body) })).json()
    const problem = answer.shown || (answer.error && answer.error.message)
    if (problem) say(problem)
    await refresh()
    if (!live && !problem) location.reload()
  } finally { button.disabled = false }
})

const read = (box) => {
  const all = (name) => [...box.querySelectorAll(name)]
  const one = box.querySelector('input, select, textarea')
  switch (box.dataset.type) {
    case 'number': return one.value === '' ? undefined : Number(one.value)
    case 'money': return one.value === '' ? undefined : { amount: one.value, currency: box.querySelector('select').value }
    case 'daterange': { const [from, to] = all('input').map((input) => input.value); return from && to ? { from, to } : undefined }
    case 'multiselect': { const on = all('input:checked').map((input) => input.value); return on.length ? on : undefined }
    case 'contact': case 'department': { const on = [...one.selectedOptions].map((o) => o.value); return on.length ? on : undefined }
    default: return one === null || one.value === '' ? undefined : one.value
  }
}
document.addEventListener('submit', async (event) => {
  event.preventDefault()
  const form = event.target
  const collect = (kind) => Object.fromEntries([...form.querySelectorAll('[data-' + kind + ']')]
    .map((box) => [box.dataset[kind], read(box)]).filter(([, value]) => value !== undefined))
  const body = { user: form.dataset.user, definition: form.dataset.definition, form: collect('field'), approvers: collect('node') }
  const button = form.querySelector('button')
  button.disabled = true
  try {
    const answer = await (await fetch('/page/submit', { method: 'POST', body: JSON.stringify(body) })).json()
    if (answer.error) say(answer.error.message)
    else location.href = '/detail?id=' + encodeURIComponent(answer.id) + '&user=' + encodeURIComponent(form.dataset.user)
  } finally { button.disabled = false }
})
`
