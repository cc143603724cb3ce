// The NHS components' own behaviour; every form and page works without it.
import { initAll } from './vendor/nhsuk-frontend/nhsuk-frontend.min.js'

initAll()
