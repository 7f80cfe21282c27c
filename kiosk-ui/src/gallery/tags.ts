/** `gallery-tags.html?view=lay&language=de&theme=dark`: one state of the real tag page, without an agent. */
import { mount } from 'svelte'
import '../staff/staff.css'
import Tags from '../staff/tags/Tags.svelte'
import { TAG_VIEWS } from './tag-fixtures.ts'

const wanted = new URLSearchParams(location.search)
const view = TAG_VIEWS[wanted.get('view') ?? ''] ?? TAG_VIEWS.lay
const target = document.getElementById('app')
document.documentElement.dataset.theme = wanted.get('theme') ?? 'light'
if (target !== null && view !== undefined) {
  target.style.cssText =
    'display: grid; gap: 1.5rem; max-width: 100rem; padding: 2rem 3rem; margin-inline-start: 15.5rem'
  mount(Tags, { target, props: { view, act: () => undefined, language: wanted.get('language') ?? 'en' } })
}
