import { mount } from 'svelte'
import './staff.css'
import App from './App.svelte'
import { StaffSocketLink } from './link.svelte.ts'

const target = document.getElementById('app')
if (target !== null) mount(App, { target, props: { link: new StaffSocketLink() } })
