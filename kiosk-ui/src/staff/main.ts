import { mount } from 'svelte'
import './staff.css'
import { Door } from './door.svelte.ts'
import Root from './Root.svelte'

const target = document.getElementById('app')
if (target !== null) mount(Root, { target, props: { door: new Door() } })
