import { mount } from 'svelte'
import '../staff/staff.css'
import App from './App.svelte'

const target = document.getElementById('app')
if (target !== null) mount(App, { target })
