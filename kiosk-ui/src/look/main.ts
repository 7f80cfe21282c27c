import { mount } from 'svelte'
import '../design/base.css'
import App from '../kiosk/App.svelte'
import { FrameLink } from './frame-link.svelte.ts'

const target = document.getElementById('app')
if (target !== null) mount(App, { target, props: { link: new FrameLink(), onlooker: true } })
