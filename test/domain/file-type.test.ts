import { describe, expect, it } from 'vitest'
import { cleanName } from '../../server/domain/file-name.ts'
import { fileTypeOf } from '../../server/domain/file-type.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

describe('the type of a file', () => {
  it.each([
    ['%PDF-1.7\n%\xe2\xe3', 'a', 'application/pdf'],
    ['\x89PNG\r\n\x1a\n\0\0', 'x.txt', 'image/png'],
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'a.png', 'image/jpeg'],
    ['GIF89a\x01\0', 'a', 'image/gif'],
    ['RIFF\x24\0\0\0WEBPVP8 ', 'a', 'image/webp'],
    ['PK\x03\x04\x14\0', 'a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['PK\x03\x04\x14\0', 'a.XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['PK\x03\x04\x14\0', '发票.OFD', 'application/ofd'],
    ['PK\x03\x04\x14\0', '附件', 'application/zip'],
    ['PK\x03\x04\x14\0', '合同v1.2', 'application/zip'],
    ['PK\x03\x04\x14\0', '报告.最终版', 'application/zip'],
    ['PK\x05\x06\0\0', 'empty.zip', 'application/zip'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a.xls', 'application/vnd.ms-excel'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '邮件.msg', 'application/vnd.ms-outlook'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '报告.wps', 'application/wps-office.wps'],
    ['姓名,金额\r\n张三,1', '表.csv', 'text/csv'],
    ['\xd0\xd5\xc3\xfb,1\r\n', 'gbk.csv', 'text/csv'],
    ['<script>alert(1)</script>', 'a.txt', 'text/plain'],
  ])('%j as %s is %s', (text, name, type) => {
    const head = text.includes('姓') ? Buffer.from(text) : bytes(text)
    expect(fileTypeOf(head, name)?.type).toBe(type)
  })

  it.each([
    ['<html><script>alert(1)</script>', 'a.html'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.svg'],
    ['#!/bin/sh\n', 'a.sh'],
    ['MZ\x90\0\x03\0', 'a.txt'],
    ['\x7fELF\x02', 'a.pdf'],
    ['XXXX\x24\0\0\0WEBPVP8 ', 'a.webp'],
    ['', 'empty.txt'],
    ['no extension', 'README'],
    ...['表.xlsm', 'a.docm', 'app.apk', 'lib.jar', 'a.xpi', 'a.crx'].map((name) => [
      'PK\x03\x04\x14\0',
      name,
    ]),
    ...['setup.msi', 'a.xla', 'Thumbs', 'a.pdf'].map((name) => ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', name]),
    ['PK\x05\x06\0\0', 'empty.apk'],
  ])('%j as %s is not taken', (text, name) => {
    expect(fileTypeOf(bytes(text), name)).toBeUndefined()
  })

  it('only images are ever shown where they are', () => {
    expect(fileTypeOf(bytes('\x89PNG\r\n\x1a\n'), 'a')?.inline).toBe(true)
    expect(fileTypeOf(bytes('%PDF-1.7'), 'a')?.inline).toBe(false)
  })
})

describe('the name of a file', () => {
  const pdf = { extensions: ['pdf'] }
  it.each([
    ['发票 2026.pdf', '发票 2026.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\temp\\a.pdf', 'a.pdf'],
    ['a.html', 'a.html.pdf'],
    ['A.PDF', 'A.PDF'],
    ['gpj.\u202efdp.pdf', 'gpj.fdp.pdf'],
    ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie_ x.pdf'],
    ['a"b<c>.pdf', 'a_b_c_.pdf'],
    ['...', 'file.pdf'],
    ['', 'file.pdf'],
    ['CON.pdf', '_CON.pdf'],
    ['aux', '_aux.pdf'],
    ['nul.tar.pdf', '_nul.tar.pdf'],
    ['com1 .pdf', '_com1.pdf'],
    ['LPT\u00b2.pdf', '_LPT\u00b2.pdf'],
    ['console.pdf', 'console.pdf'],
    ['com10.pdf', 'com10.pdf'],
    ['می\u200cخواهم.pdf', 'می\u200cخواهم.pdf'],
    ['👨\u200d👩\u200d👧.pdf', '👨\u200d👩\u200d👧.pdf'],
    [
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} a\u{e0061}.pdf',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} a.pdf',
    ],
    ['\u2066a\u2069\u200f\u061c.pdf', 'a.pdf'],
    ['\u200d\u3164.pdf', 'file.pdf'],
    ['张　三  1.pdf', '张　三  1.pdf'],
    ['报价 "终稿".pdf', '报价 _终稿_.pdf'],
    ['.pdf', 'pdf.pdf'],
  ])('%j becomes %j', (given, expected) => {
    expect(cleanName(given, pdf)).toBe(expected)
  })

  it.each(['字', '😀', '👨\u200d👩\u200d👧', 'e\u0301', '🇨🇳'])(
    'of many %s fits 255 bytes, with whole characters alone',
    (character) => {
      const clean = character.normalize('NFC')
      const name = cleanName(`${character.repeat(300)}.pdf`, pdf)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
      expect(Buffer.byteLength(name)).toBeGreaterThan(255 - Buffer.byteLength(clean))
      expect(name.replaceAll(clean, '')).toBe('.pdf')
    },
  )
})
