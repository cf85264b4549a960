#!/usr/bin/env node
// @ts-check
import { runBuilt } from '../scripts/run-built.js'

await runBuilt('server/cli/main.js')
