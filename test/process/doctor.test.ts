import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { DoctorReport } from '../../shared/operator-api.ts'
import { ROOT, run, settingsFor } from '../support/server-process.ts'
import { closeStages, openStage } from './stage.ts'

afterEach(closeStages)

it('doctor --store reads every file, of a running server and of a folder that does not open', async () => {
  const stage = await openStage()
  await stage.start()
  const settings = settingsFor(stage.port, stage.dataDir, stage.sandbox)
  const storeFiles = async () => {
    const cli = [process.execPath, join(ROOT, 'dist/server/cli/main.js'), 'doctor', '--store', '--json']
    const doctor = run(cli, { env: settings })
    await doctor.exited
    const { findings } = JSON.parse(doctor.output()) as DoctorReport
    return findings
      .filter(({ name }) => name.startsWith('store'))
      .map(({ state, says }) => `${state} ${says}`)
  }
  expect(await storeFiles()).toEqual([
    'ok can be written',
    expect.stringMatching(/^ok \d+ documents and 0 att/),
  ])

  const note = join(stage.dataDir, 'notes/link_key.json')
  await writeFile(note, (await readFile(note, 'utf8')).replace('link', 'LINK'))
  const damaged = expect.stringMatching(/^failed notes\/link_key.json: its checksum is wrong/)
  expect(await storeFiles()).toEqual(['ok can be written', damaged])
  await stage.stop()
  expect(await storeFiles()).toEqual([expect.stringMatching(/^failed The store cannot read/), damaged])
})

it('doctor tries all but the store while a server runs that does not let it in; other verbs are refused', async () => {
  const stage = await openStage()
  await stage.start()
  const settings = settingsFor(Number(new URL(stage.url).port), stage.dataDir, stage.sandbox)
  const env = { ...settings, ADMIN_TOKEN: '' }
  const cli = (...words: string[]) =>
    run([process.execPath, join(ROOT, 'dist/server/cli/main.js'), ...words], { env })

  const doctor = cli('doctor')
  await doctor.exited
  const lines = doctor.output().split('\n')
  for (const name of ['token', 'contact range', 'clock', 'callback address', 'definition files']) {
    expect(lines.find((line) => line.includes(` ${name}: `))).toMatch(/^(ok|warning) /)
  }
  expect(lines.filter((line) => line.startsWith('skipped'))).toEqual([
    expect.stringMatching(/^skipped +store: the running server has it: set ADMIN_TOKEN/),
    expect.stringMatching(/^skipped +people with something open: only whoever has the store/),
  ])

  const outbox = cli('outbox', 'list')
  expect(await outbox.exited).toBe(1)
  expect(outbox.output()).toMatch(/^A server runs on port \d+\. Set ADMIN_TOKEN/)
})
