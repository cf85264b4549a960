import type { Backend } from '../backends/backend.ts'
import { ApiError, textOf, toApi } from './callback.ts'
import type { TempFiles } from './files.ts'

type Options = Record<string, unknown>

const METHODS = new Set(['GET', 'POST', 'PUT', 'HEAD', 'DELETE'])
const TIMEOUT_MS = 60_000

/** request, uploadFile and downloadFile, as 网络 describes them. */
export function networkApis(backend: Backend, files: TempFiles) {
  return {
    request: cancellable('request', (options, signal) => request(backend, options, signal)),
    uploadFile: cancellable('uploadFile', (options, signal) => upload(backend, files, options, signal)),
    downloadFile: cancellable('downloadFile', (options, signal) => download(backend, files, options, signal)),
  }
}

/** These answer a task that can be aborted. */
function cancellable(name: string, work: (options: Options, signal: AbortSignal) => unknown) {
  return (options: object) => {
    const aborted = new AbortController()
    toApi(name, (given) => work(given, aborted.signal))(options)
    const nothing = (): undefined => undefined
    return {
      abort: () => aborted.abort(),
      onProgressUpdate: nothing,
      offProgressUpdate: nothing,
    }
  }
}

async function send(backend: Backend, url: string, init: RequestInit, options: Options, signal: AbortSignal) {
  const timeout = typeof options['timeout'] === 'number' ? options['timeout'] : TIMEOUT_MS
  try {
    return await fetch(backend.serverAddress(url), {
      ...init,
      credentials: 'omit',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    })
  } catch (error) {
    if (signal.aborted) throw new ApiError('abort')
    if (error instanceof DOMException && error.name === 'TimeoutError') throw new ApiError('timeout')
    throw new ApiError('network error')
  }
}

async function request(backend: Backend, options: Options, signal: AbortSignal) {
  const method = (textOf(options, 'method') || 'GET').toUpperCase()
  if (!METHODS.has(method)) throw new ApiError(`invalid method ${method}`)
  const header = (options['header'] ?? {}) as Record<string, string>
  const { data } = options
  let url = textOf(options, 'url')
  let body: string | undefined
  if (data !== undefined && (method === 'GET' || method === 'HEAD')) url = withQuery(url, data as object)
  else if (data !== undefined) body = typeof data === 'string' ? data : JSON.stringify(data)
  const headers = new Headers(header)
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  const response = await send(
    backend,
    url,
    { method, headers, ...(body !== undefined && { body }) },
    options,
    signal,
  )
  const answer =
    options['responseType'] === 'arraybuffer' ? await response.arrayBuffer() : await response.text()
  return {
    statusCode: response.status,
    header: Object.fromEntries(response.headers),
    data: typeof answer === 'string' && options['dataType'] !== 'string' ? readJson(answer) : answer,
  }
}

function withQuery(url: string, data: object): string {
  const query = new URLSearchParams(
    Object.entries(data).map(([name, value]) => [name, String(value)]),
  ).toString()
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

/** What is no JSON stays text. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function upload(backend: Backend, files: TempFiles, options: Options, signal: AbortSignal) {
  const chosen = files.get(textOf(options, 'filePath'))
  if (!chosen) throw new ApiError('file not found')
  const form = new FormData()
  for (const [name, value] of Object.entries(options['formData'] ?? {})) form.append(name, String(value))
  form.append(textOf(options, 'name') || 'file', chosen.file, chosen.name)
  const headers = new Headers((options['header'] ?? {}) as Record<string, string>)
  // The browser writes it, with the boundary.
  headers.delete('content-type')
  const response = await send(
    backend,
    textOf(options, 'url'),
    { method: 'POST', headers, body: form },
    options,
    signal,
  )
  return { statusCode: response.status, data: await response.text() }
}

async function download(backend: Backend, files: TempFiles, options: Options, signal: AbortSignal) {
  const headers = (options['header'] ?? {}) as Record<string, string>
  const response = await send(backend, textOf(options, 'url'), { headers }, options, signal)
  const tempFilePath = files.add(await response.blob(), nameOf(response, textOf(options, 'url')))
  return { statusCode: response.status, tempFilePath, filePath: tempFilePath }
}

function nameOf(response: Response, url: string): string {
  const header = response.headers.get('content-disposition') ?? ''
  // The plain name comes first and is for those who cannot read the other.
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(header) ?? []
  if (encoded !== undefined) return decodeURIComponent(encoded)
  const [, plain] = /filename="?([^";]+)/i.exec(header) ?? []
  return plain ?? new URL(url, location.href).pathname.split('/').at(-1) ?? 'file'
}
