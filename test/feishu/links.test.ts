import { describe, expect, it } from 'vitest'
import { createLinks } from '../../server/feishu/payloads/links.ts'
import { linkSettings } from './samples.ts'

const settings = { ...linkSettings, appId: 'cli_9c90fc38e07a9101' }

describe('applinks of a mini program, as in 三方审批定义概述', () => {
  const links = createLinks(settings)

  it('the create form', () => {
    expect(links.create('9999')).toEqual({
      mobile:
        'https://applink.feishu.cn/client/mini_program/open?appId=cli_9c90fc38e07a9101&path=pages%2Fapproval-form%2Findex%3Fid%3D9999',
      pc: 'https://applink.feishu.cn/client/mini_program/open?mode=appCenter&appId=cli_9c90fc38e07a9101&path=pc%2Fpages%2Fcreate-form%2Findex%3Fid%3D9999',
    })
  })

  it('the details', () => {
    expect(links.detail('1234')).toEqual({
      mobile:
        'https://applink.feishu.cn/client/mini_program/open?appId=cli_9c90fc38e07a9101&path=pages%2Fdetail%3Fid%3D1234',
      pc: 'https://applink.feishu.cn/client/mini_program/open?mode=appCenter&appId=cli_9c90fc38e07a9101&path=pc%2Fpages%2Fdetail%3Fid%3D1234',
    })
  })

  it('the to-do list', () => {
    expect(links.todo).toEqual({
      mobile:
        'https://applink.feishu.cn/client/mini_program/open?appId=cli_9c90fc38e07a9101&path=pages%2Fapproval-list%2Findex%3Fbox%3Dtodo',
      pc: 'https://applink.feishu.cn/client/mini_program/open?mode=appCenter&appId=cli_9c90fc38e07a9101&path=pc%2Fpages%2Fapproval-list%2Findex%3Fbox%3Dtodo',
    })
  })
})

it('applinks of a web app lead to our pages', () => {
  const links = createLinks({ ...settings, pages: 'web_app', publicUrl: 'https://approval.example.com/' })
  expect(links.detail('1234').pc).toBe(
    'https://applink.feishu.cn/client/web_app/open?appId=cli_9c90fc38e07a9101&lk_target_url=https%3A%2F%2Fapproval.example.com%2Fm%2Fpc%2Fpages%2Fdetail%3Fid%3D1234',
  )
})

it.each(['mini_program', 'web_app'] as const)('an id cannot leave its place (%s)', (pages) => {
  const link = createLinks({ ...settings, pages }).detail('a&b=c#d/../e').mobile
  const inner = new URL(link).searchParams.get(pages === 'web_app' ? 'lk_target_url' : 'path') ?? ''
  expect(new URL(inner, 'https://x').searchParams.get('id')).toBe('a&b=c#d/../e')
})

it('a slash at the end of a base counts for nothing', () => {
  expect(createLinks({ ...settings, applinkUrl: 'http://127.0.0.1:1/' }).detail('1').mobile).toMatch(
    /^http:\/\/127\.0\.0\.1:1\/client\//,
  )
})
