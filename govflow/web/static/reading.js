// Saves a draft while it is typed, and lets a reader comment on the words they select. Without this
// script the “Save as a draft” button and the field for chosen words do the same.

const PAUSE_MILLISECONDS = 1500
const form = document.querySelector('#comment-form')
const told = document.querySelector('#draft-saved')
let waiting
let saving
let sent = false

async function save () {
  clearTimeout(waiting)
  waiting = undefined
  // One at a time: an older save must never arrive after a newer one.
  if (saving) await saving
  if (sent) return
  saving = post(new FormData(form))
  await saving
  saving = undefined
}

async function post (words) {
  try {
    const answer = await fetch(told.dataset.save, {
      method: 'POST', body: words, credentials: 'same-origin', redirect: 'manual', keepalive: true, headers: { 'X-Requested-With': 'fetch' }
    })
    if (answer.ok || answer.status === 422) told.textContent = await answer.text()
    else if (answer.status === 401) told.textContent = 'The draft is not saved: you were signed out. Your words are still here. Send the comment: you are asked to sign in, and nothing is lost.'
    else told.textContent = 'The draft is not saved. Your words are still here; copy them before you leave this page.'
  } catch (fault) {
    told.textContent = 'The draft is not saved: govflow cannot be reached. Your words are still here.'
  }
}

if (form && told) {
  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(save, PAUSE_MILLISECONDS)
  })
  form.addEventListener('submit', () => {
    clearTimeout(waiting)
    waiting = undefined
    sent = true
  })
  // On a phone a page is left by turning to another app, and may never come back.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && waiting) save()
  })
  // Back from the next page, the form is there again with its words.
  window.addEventListener('pageshow', () => { sent = false })
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
  if (!from || from !== within(range.endContainer)) return null
  return { words: plain(words, from, range), paragraph: from.id, range }
}

// Words that stand more than once in their paragraph are taken with those around them.
function plain (words, paragraph, range) {
  const all = flat(paragraph.textContent)
  const before = document.createRange()
  before.setStart(paragraph, 0)
  before.setEnd(range.startContainer, range.startOffset)
  let start = all.indexOf(flat(words), flat(before.toString()).length)
  if (start < 0) return words
  let end = start + flat(words).length
  while (twice(all, all.slice(start, end)) && (start > 0 || end < all.length)) {
    start = Math.max(0, all.lastIndexOf(' ', start - 2) + 1)
    const next = all.indexOf(' ', end + 1)
    end = next < 0 ? all.length : next
  }
  return all.slice(start, end)
}

const flat = (words) => words.replace(/\s+/g, ' ').trim()
const twice = (all, words) => all.indexOf(words) !== all.lastIndexOf(words)

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
