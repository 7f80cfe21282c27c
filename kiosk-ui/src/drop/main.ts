import { mount } from 'svelte'
import './drop.css'
import App from './App.svelte'
import { DropSocketLink } from './link.svelte.ts'

const target = document.getElementById('app')
if (target !== null) mount(App, { target, props: { link: new DropSocketLink() } })
