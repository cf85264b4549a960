import { expect, it } from 'vitest'
import { isFileAddress } from '../../server/feishu/file-hosts.ts'

it.each([
  ['https://open.feishu.cn', 'https://sf3-cn.feishucdn.com/obj/lark-approval-attachment/x', true],
  ['https://open.feishu.cn', 'https://internal-api.feishu.cn/x', true],
  ['https://open.feishu.cn', 'https://feishu.cn/x', true],
  ['https://open.feishu.cn', 'https://feishu.cn.evil.example/x', false],
  ['https://open.feishu.cn', 'https://evilfeishu.cn/x', false],
  ['https://open.feishu.cn', 'https://sf16.larksuitecdn.com/x', false],
  ['https://open.larksuite.com', 'https://sf16.larksuitecdn.com/x', true],
  ['https://open.larksuite.com', 'https://sf3-cn.feishucdn.com/x', false],
  ['https://feishu.cn', 'https://internal-api.feishu.cn/x', true],
  ['https://open.feishu.cn', 'http://open.feishu.cn/x', false],
  ['https://open.feishu.cn', 'http://sf3-cn.feishucdn.com/x', false],
  ['https://open.feishu.corp.example', 'https://open.feishu.corp.example/x', true],
  ['https://open.feishu.corp.example', 'http://open.feishu.corp.example/x', false],
  ['https://open.feishu.corp.example', 'https://wiki.feishu.corp.example/x', false],
  ['https://open.corp.example', 'https://wiki.corp.example/x', false],
  ['https://feishu.co.uk', 'https://evil.co.uk/x', false],
  ['https://feishu.cn.corp.example', 'https://sf3-cn.feishucdn.com/x', false],
  ['https://feishu.example', 'https://other.example/x', false],
  ['http://127.0.0.1:3101', 'http://127.0.0.1:3101/x', true],
  ['http://127.0.0.1:3101', 'https://127.0.0.1:3101/x', true],
  ['http://127.0.0.1:3101', 'http://127.0.0.1:3102/x', false],
  ['http://127.0.0.1:3101', 'http://1.0.0.1/x', false],
])('of the Feishu at %s, %s is a file: %s', (baseUrl, address, expected) => {
  expect(isFileAddress(baseUrl, new URL(address))).toBe(expected)
})

it.each([
  ['https://files.corp.example/x', true],
  ['http://files.corp.example:8080/x', true],
  ['http://10.0.0.8:8080/x', true],
  ['http://10.0.0.8/x', false],
  ['https://evil.files.corp.example/x', false],
])('beside a Feishu of one’s own, %s is one where WEBHOOK_HOSTS names it: %s', (address, expected) => {
  const others = ['files.corp.example', '10.0.0.8:8080']
  expect(isFileAddress('https://open.corp.example', new URL(address), others)).toBe(expected)
})
