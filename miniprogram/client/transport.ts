import { noAnswer } from './failure.ts'

export type HttpCall = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: unknown
}
export type HttpAnswer = { status: number; body: unknown }

export type Transport = {
  send: (call: HttpCall) => Promise<HttpAnswer>
  upload: (call: {
    url: string
    headers: Record<string, string>
    path: string
    name: string
  }) => Promise<HttpAnswer>
}

/** The client's own network calls as promises. They reject only when no answer came. */
export function createTransport(client: Pick<Tt, 'request' | 'uploadFile'>): Transport {
  return {
    send: ({ method, url, headers, body }) =>
      new Promise((resolve, reject) => {
        client.request({
          url,
          method,
          header: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
          ...(body !== undefined && { data: JSON.stringify(body) }),
          success: ({ statusCode, data }) => resolve({ status: statusCode, body: data }),
          fail: () => reject(noAnswer()),
        })
      }),
    upload: ({ url, headers, path, name }) =>
      new Promise((resolve, reject) => {
        client.uploadFile({
          url,
          filePath: path,
          name: 'file',
          header: headers,
          formData: { name },
          success: ({ statusCode, data }) => resolve({ status: statusCode, body: parse(data) }),
          fail: () => reject(noAnswer()),
        })
      }),
  }
}

/** `uploadFile` answers text whatever its content type (uploadFile, 输出). */
function parse(text: unknown): unknown {
  if (typeof text !== 'string') return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
