import { mount } from 'svelte'
import '../design/base.css'
import Bench from './Bench.svelte'
import { BenchLink } from './link.svelte.ts'

const target = document.getElementById('app')
if (target !== null) mount(Bench, { target, props: { link: new BenchLink() } })
