import { readFileSync } from 'node:fs'

/** One system call as strace saw it: where in the trace it began and where it was over. */
export type SystemCall = {
  name: string
  begins: number
  ends: number
  /** What its first argument stands for: a path, or `TCP:[here->there]`. */
  target: string
  /** Every path in the arguments of a rename or unlink. */
  paths: string[]
  /** What was written or read. */
  data: string
  failed: boolean
}

/** The system's own program, not one of a package. */
export const STRACE = 'strace'

/** How the program has to be run for `readTrace`. */
export const traced = (file: string): string[] => [
  STRACE,
  ...['-f', '--seccomp-bpf', '-yy', '-s', '65536', '-o', file],
  ...[
    '-e',
    'trace=read,write,writev,pwrite64,sendto,sendmsg,recvfrom,recvmsg,fsync,fdatasync,rename,renameat,renameat2',
  ],
]

/** Calls in the order in which they were over; what never ended is left out. */
export function readTrace(file: string): SystemCall[] {
  const open = new Map<string, { text: string; begins: number }>()
  const calls: SystemCall[] = []
  for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const [, pid = '', text = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)
    const begun = resumed ? open.get(pid) : undefined
    if (text.endsWith('<unfinished ...>')) {
      open.set(pid, { text: text.slice(0, -'<unfinished ...>'.length), begins: at })
      continue
    }
    const call = toCall(`${begun?.text ?? ''}${resumed?.[1] ?? text}`, begun?.begins ?? at, at)
    if (call) calls.push(call)
  }
  return calls
}

function toCall(text: string, begins: number, ends: number): SystemCall | undefined {
  const [, name = '', args = '', result = ''] = /^(\w+)\((.*)\)\s+= (-?\d+|\?).*$/.exec(text) ?? []
  if (name === '') return undefined
  const strings = [...args.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, inner = '']) => unescaped(inner))
  const target = /^\d+<(.*?)>\s*(?:,|$)/.exec(args)?.[1] ?? ''
  return {
    name,
    begins,
    ends,
    target,
    paths: strings,
    data: strings.join(''),
    failed: result.startsWith('-'),
  }
}

const LETTERS: Record<string, string> = { n: '\n', t: '\t', r: '\r', v: '\v', f: '\f', a: '\x07', b: '\b' }

function unescaped(text: string): string {
  const bytes = text.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-f]{2})|(.))/g,
    (_all, octal?: string, hex?: string, one?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
      return LETTERS[one ?? ''] ?? one ?? ''
    },
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
