/** `gallery.html?view=items&theme=dark&language=de&textSize=largest`: one state of the real screen, without an agent. */
import type { TextSize, Theme, View } from '@lectern/device-agent/contract/view'
import { mount } from 'svelte'
import '../design/base.css'
import App from '../kiosk/App.svelte'
import { VIEWS } from './fixtures.ts'

const wanted = new URLSearchParams(location.search)
const found = VIEWS[wanted.get('view') ?? ''] ?? Object.values(VIEWS)[0]
const target = document.getElementById('app')
if (target !== null && found !== undefined) {
  const preferences = {
    ...found.preferences,
    language: wanted.get('language') ?? 'en',
    theme: (wanted.get('theme') ?? 'light') as Theme,
    textSize: (wanted.get('textSize') ?? 'normal') as TextSize,
  }
  const view: View = { ...found, preferences }
  mount(App, {
    target,
    props: { link: { view, connected: true, send: () => undefined, touch: () => undefined } },
  })
}
