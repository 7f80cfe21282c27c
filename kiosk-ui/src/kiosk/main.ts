import { mount } from 'svelte'
import '../design/base.css'
import App from './App.svelte'
import { SocketLink } from './link.svelte.ts'

const target = document.getElementById('app')
if (target !== null) mount(App, { target, props: { link: new SocketLink() } })
