// The NHS components' own behaviour; every form and page works without it.
import { initAll } from './vendor/nhsuk-frontend/nhsuk-frontend.min.js'

initAll()

// A drawing wider than the screen is first seen where its matter stands.
for (const wide of document.querySelectorAll('.govflow-figure .govflow-scrolls')) {
  const here = wide.querySelector('.here')
  if (here && wide.scrollWidth > wide.clientWidth) {
    const { left, width } = here.getBoundingClientRect()
    wide.scrollLeft += left + width / 2 - wide.getBoundingClientRect().left - wide.clientWidth / 2
  }
}
