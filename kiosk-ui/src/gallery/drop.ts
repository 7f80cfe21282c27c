/** `gallery-drop.html?state=welcome&visit=begun&count=3&receipt=offered&last=taken&language=de&theme=dark`: one state of the real screen, without an agent. */
import type { DropScreenView, Greeting } from '@lectern/device-agent/contract/drop-screen'
import type { Theme } from '@lectern/device-agent/contract/view'
import { mount } from 'svelte'
import '../drop/drop.css'
import App from '../drop/App.svelte'

const wanted = new URLSearchParams(location.search)
const last = wanted.get('last')
const language = wanted.get('language') ?? 'en'
const view: DropScreenView = {
  boot: 'gallery',
  languages: [language, language === 'en' ? 'de' : 'en'],
  theme: (wanted.get('theme') ?? 'light') as Theme,
  volumePercent: 0,
  attended: wanted.get('attended') !== 'false',
  greeting: {
    state: (wanted.get('state') ?? 'welcome') as Greeting['state'],
    visit: (wanted.get('visit') ?? 'none') as Greeting['visit'],
    count: Number(wanted.get('count') ?? 0),
    aside: Number(wanted.get('aside') ?? 0),
    last: last === null ? null : { number: 1, taken: last === 'taken' },
    receipt: (wanted.get('receipt') ?? 'none') as Greeting['receipt'],
  },
}
const target = document.getElementById('app')
if (target !== null) mount(App, { target, props: { link: { view, connected: true, send: () => undefined } } })
