// Shows the text as readers will see it while it is being written, and warns before typed words
// are left behind. Without this script the “Preview the text” button shows the same.

const form = document.querySelector('#draft')
const body = document.querySelector('#body')
const preview = document.querySelector('#preview')
const problem = document.querySelector('#preview-problem')
const PAUSE_MILLISECONDS = 400

let waiting
let asking

async function show () {
  asking?.abort()
  asking = new AbortController()
  const sent = new FormData()
  sent.set('body', body.value)
  sent.set('csrf_token', form.elements.csrf_token.value)
  try {
    const answer = await fetch(preview.dataset.preview, {
      method: 'POST', body: sent, signal: asking.signal, credentials: 'same-origin'
    })
    const words = await answer.text()
    problem.hidden = answer.ok
    if (answer.ok) preview.innerHTML = words
    else problem.textContent = answer.status === 422 ? words : 'The preview cannot be shown now. Save your draft.'
  } catch (fault) {
    if (fault.name === 'AbortError') return
    problem.hidden = false
    problem.textContent = 'The preview cannot be reached. Your text is still here: keep it open.'
  }
}

if (form && body && preview) {
  document.querySelector('.govflow-writing__button').hidden = true
  body.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(show, PAUSE_MILLISECONDS)
  })

  let changed = form.classList.contains('govflow-draft--unsaved')
  form.addEventListener('input', () => { changed = true })
  form.addEventListener('submit', () => { changed = false })
  window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })
}
