import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEnvFile, replaceEnvFile, withSettings } from '../../server/cli/env-file.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'env-file-'))
  path = join(folder, '.env')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const AT = Date.UTC(2026, 10, 30, 8, 9, 10)
const add = async (settings: Record<string, string>, at = AT) => {
  const file = await readEnvFile(path)
  return replaceEnvFile(file, withSettings(file.text, settings), at)
}
const read = () => readFile(path, 'utf8')
const modeOf = async (name: string) => ((await stat(name)).mode & 0o777).toString(8)

describe('a .env that is there', () => {
  it('keeps every byte, and is kept beside itself as it was', async () => {
    await writeFile(path, '# ours\nA=1 # why\n\nB="two words"', { mode: 0o644 })
    const copy = await add({ C: '3' })
    expect(await read()).toBe('# ours\nA=1 # why\n\nB="two words"\nC=3\n')
    expect(copy).toBe(`${path}.20261130080910.bak`)
    expect(await readFile(copy ?? '', 'utf8')).toBe('# ours\nA=1 # why\n\nB="two words"')
    expect([await modeOf(path), await modeOf(copy ?? '')]).toEqual(['600', '600'])
    expect((await readdir(folder)).sort()).toEqual(['.env', '.env.20261130080910.bak'])
  })

  it('twice in one second leaves two copies', async () => {
    await writeFile(path, 'A=1\n')
    const copies = [await add({ B: '2' }), await add({ C: '3' })]
    expect(copies.map((copy) => copy?.slice(path.length))).toEqual([
      '.20261130080910.bak',
      '.20261130080910-2.bak',
    ])
    expect(await readFile(copies[0] ?? '', 'utf8')).toBe('A=1\n')
  })

  it('with Windows’ line ends gets such', async () => {
    await writeFile(path, 'A=1\r\nB=2')
    await add({ C: '3' })
    expect(await read()).toBe('A=1\r\nB=2\r\nC=3\r\n')
    expect(parseEnv(await read())).toEqual({ A: '1', B: '2', C: '3' })
  })

  it('of a name that stands there twice the last counts', async () => {
    await writeFile(path, 'A=old\nA=new\n')
    expect((await readEnvFile(path)).values).toEqual({ A: 'new' })
  })

  it('behind a link is replaced where it lies, and the link stays', async () => {
    await mkdir(join(folder, 'shared'))
    const real = join(folder, 'shared/real.env')
    await writeFile(real, 'A=1\n')
    await symlink(real, path)
    await add({ B: '2' })
    expect((await lstat(path)).isSymbolicLink()).toBe(true)
    expect(await readFile(real, 'utf8')).toBe('A=1\nB=2\n')
    expect(await readdir(join(folder, 'shared'))).toHaveLength(2)
  })

  it('that somebody else changed meanwhile is not written', async () => {
    await writeFile(path, 'A=1\n')
    const file = await readEnvFile(path)
    await writeFile(path, 'A=changed\n')
    await expect(replaceEnvFile(file, withSettings(file.text, { B: '2' }), AT)).rejects.toThrow(
      /changed meanwhile/,
    )
    expect(await read()).toBe('A=changed\n')
    expect(await readdir(folder)).toEqual(['.env'])
  })

  it('with an open quote is refused: it would swallow what is added', async () => {
    await writeFile(path, 'A="open\n')
    await expect(add({ B: 'two words' })).rejects.toThrow(/would not say \w+ any more/)
    await expect(add({ B: '"' })).rejects.toThrow(/cannot be written/)
    expect(await read()).toBe('A="open\n')
  })
})

it('is made where there is none, for its owner alone', async () => {
  expect(await add({ A: 'x=y#z', B: 'https://a.example:8443/m' })).toBeNull()
  expect(parseEnv(await read())).toEqual({ A: 'x=y#z', B: 'https://a.example:8443/m' })
  expect(await modeOf(path)).toBe('600')
  expect(await readdir(folder)).toEqual(['.env'])
})

it('what a killed run left is no hindrance, and goes', async () => {
  await writeFile(`${path}.setup`, 'half')
  await add({ A: '1' })
  expect(await readdir(folder)).toEqual(['.env'])
})

it.skipIf(process.getuid?.() === 0)('a folder that may not be written is refused in words', async () => {
  await writeFile(path, 'A=1\n')
  await chmod(folder, 0o500)
  await expect(add({ B: '2' })).rejects.toThrow(/this user may not write there\. Nothing is changed/)
  await chmod(folder, 0o700)
  expect(await read()).toBe('A=1\n')
})

it.each([
  ['a folder', () => mkdir(path), /it is a folder/],
  ['a link that leads nowhere', () => symlink(join(folder, 'gone'), path), /a link that leads nowhere/],
])('%s in its place is refused in words', async (_what, make, words) => {
  await make()
  await expect(readEnvFile(path)).rejects.toThrow(words)
})

it('whatever is in it, it says the same afterwards, and what was added, or is refused', () => {
  const line = fc.oneof(
    fc.constantFrom('A=1', 'B="x', "C='y", 'export D=4', '#', '', 'E=`z', 'F="a\nb"', 'A=', '=', '\r'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), (lines, newline) => {
      const before = lines.join(newline)
      const settings = { NEW_ONE: 'abc-_1', NEW_TWO: 'https://a.example' }
      let after: string
      try {
        after = withSettings(before, settings)
      } catch {
        return
      }
      expect(after.startsWith(before)).toBe(true)
      expect(parseEnv(after)).toMatchObject({ ...parseEnv(before), ...settings })
    }),
    { numRuns: 2_000 },
  )
})
