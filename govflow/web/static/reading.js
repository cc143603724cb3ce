// Saves a draft while it is typed, and lets a reader comment on the words they select. Without this
// script the “Save as a draft” button and the field for chosen words do the same.

const PAUSE_MILLISECONDS = 1500
const form = document.querySelector('#comment-form')
const told = document.querySelector('#draft-saved')
let waiting

async function save () {
  const sent = new FormData(form)
  try {
    const answer = await fetch(told.dataset.save, {
      method: 'POST', body: sent, credentials: 'same-origin', redirect: 'manual', headers: { 'X-Requested-With': 'fetch' }
    })
    if (answer.ok || answer.status === 422) told.textContent = await answer.text()
    else told.textContent = 'The draft is not saved: you may have been signed out. Your words are still here; copy them before you sign in again.'
  } catch (fault) {
    told.textContent = 'The draft is not saved: govflow cannot be reached. Your words are still here.'
  }
}

if (form && told) {
  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(save, PAUSE_MILLISECONDS)
  })
  form.addEventListener('submit', () => clearTimeout(waiting))
}

const text = document.querySelector('.govflow-text[data-request]')
let pick

function chosen () {
  const selection = document.getSelection()
  const words = selection.toString().trim()
  if (!words || !selection.rangeCount) return null
  const range = selection.getRangeAt(0)
  const within = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('.govflow-text [id^="p-"]')
  const from = within(range.startContainer)
  return from && from === within(range.endContainer) && range.commonAncestorContainer.parentElement ? { words, paragraph: from.id, range } : null
}

function offer () {
  pick?.remove()
  const found = chosen()
  if (!found) return
  pick = document.createElement('button')
  pick.type = 'button'
  pick.className = 'govflow-pick'
  pick.textContent = 'Comment on these words'
  const box = found.range.getBoundingClientRect()
  document.body.append(pick)
  pick.style.top = `${window.scrollY + box.bottom + 8}px`
  pick.style.left = `${Math.max(0, Math.min(window.scrollX + box.left, document.documentElement.clientWidth - pick.offsetWidth - 8))}px`
  pick.addEventListener('click', () => {
    const there = new URL(text.dataset.request, window.location.href)
    there.searchParams.set('paragraph', found.paragraph)
    there.searchParams.set('passage', found.words)
    there.hash = 'comment'
    window.location.assign(there)
  })
}

if (text && form) {
  let settling
  document.addEventListener('selectionchange', () => {
    clearTimeout(settling)
    settling = setTimeout(offer, 250)
  })
}
