import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readParts } from '../../server/http/multipart.ts'

async function* piecesOf(body: Buffer, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (body.length + 1)), body.length])]
  places.sort((a, b) => a - b)
  for (const [at, from] of places.entries()) yield body.subarray(from, places[at + 1])
}

async function read(body: Buffer, cuts?: readonly number[]) {
  const parts: { fileName: string | undefined; content: string }[] = []
  for await (const { fileName, content } of readParts(piecesOf(body, cuts), 'x')) {
    const pieces: Uint8Array[] = []
    for await (const piece of content) pieces.push(piece)
    parts.push({ fileName, content: Buffer.concat(pieces).toString('latin1') })
  }
  return parts
}

const part = (disposition: string, content: string) =>
  `--x\r\nContent-Disposition: ${disposition}\r\nContent-Type: a/b\r\n\r\n${content}\r\n`
const named = (parameters: string) => Buffer.from(`${part(`form-data; ${parameters}`, 'c')}--x--`)

describe('a multipart body', () => {
  it('has the same parts however it is cut into pieces', async () => {
    // Contents that look like the boundary for a while.
    const content = fc.array(fc.constantFrom('\r', '\n', '-', '\r\n-', '\r\n--', 'x', 'a'), { maxLength: 30 })
    const contents = fc.array(
      content.map((pieces) => pieces.join('')).filter((text) => !`\r\n${text}\r\n`.includes('\r\n--x')),
      { maxLength: 4 },
    )
    const cuts = fc.array(fc.nat(), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(contents, cuts, async (texts, places) => {
        const parts = texts.map((text) => part('form-data; name="f"; filename="n"', text))
        const body = Buffer.from(`a preamble\r\n${parts.join('')}--x--\r\nan epilogue`)
        const expected = texts.map((text) => ({ fileName: 'n', content: text }))
        expect(await read(body, places)).toEqual(expected)
      }),
    )
  })

  it.each([
    ['name="file"; filename="发票.pdf"', '发票.pdf'],
    ['name="file"; filename="报价 %22终稿%22.pdf"', '报价 "终稿".pdf'],
    ['name="file"; filename="a%0D%0Ab%0a.pdf"', 'a\r\nb\n.pdf'],
    ['name="file"; filename="100%2B%20.pdf"', '100%2B%20.pdf'],
    ['name="file"; filename="a\\"b.pdf"', 'a"b.pdf'],
    ['name="file"; filename="C:\\temp\\a.pdf"', 'C:\\temp\\a.pdf'],
    ['name="file"; filename=a.pdf', 'a.pdf'],
    ['name="file"; filename=""', ''],
    ['name="file"; filename="x"; filename*=UTF-8\'\'%E5%8F%91.pdf', '发.pdf'],
    ['name="file"; filename*=UTF-8\'\'%E5%8.pdf', '%E5%8.pdf'],
    ['name="file"', undefined],
  ])('with %s has a file named so: %j', async (parameters, fileName) => {
    expect(await read(named(parameters))).toEqual([{ fileName, content: 'c' }])
  })

  it.each([
    ['', /ends before/],
    ['nonsense', /ends before/],
    ['--x', /ends before/],
    ['--x\r\nA: b', /ends before/],
    [part('form-data', 'c'), /ends before/],
    [`${part('form-data', 'c')}--x-`, /ends before/],
    ['--xy\r\n\r\nc\r\n--x--', /goes on/],
    [`--x\r\nA: ${'b'.repeat(20_000)}\r\n\r\nc\r\n--x--`, /too large/],
    [`${part('form-data', 'c').repeat(22)}--x--`, /more than 21/],
  ])('like %j is refused', async (body, reason) => {
    await expect(read(Buffer.from(body))).rejects.toThrow(reason)
  })

  it('with no part is none, and one without headers is no file', async () => {
    expect(await read(Buffer.from('--x--'))).toEqual([])
    expect(await read(Buffer.from('--x\r\n\r\nc\r\n--x--'))).toEqual([{ fileName: undefined, content: 'c' }])
  })
})
