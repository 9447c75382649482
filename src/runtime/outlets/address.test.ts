import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBarred } from './address.ts';

const METADATA = ['169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192'];

const hex = (value: number): string => value.toString(16).padStart(2, '0');
/** The four bytes of an IPv4 address as two groups of IPv6. */
const groups = (address: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${hex(a)}${hex(b)}:${hex(c)}${hex(d)}`;
};
const turned = (address: string): string =>
  groups(
    address
      .split('.')
      .map((byte) => 255 - Number(byte))
      .join('.'),
  );

/** An IPv4 address in every IPv6 form that reaches it. */
const forms = (address: string): readonly string[] => [
  `::ffff:${address}`,
  `::ffff:${groups(address)}`,
  `0:0:0:0:0:ffff:${groups(address)}`,
  `0000:0000:0000:0000:0000:FFFF:${groups(address).toUpperCase()}`,
  `::${groups(address)}`,
  `::${address}`,
  `::ffff:0:${groups(address)}`,
  `64:ff9b::${groups(address)}`,
  `0064:ff9b:0:0:0:0:${address}`,
  `2002:${groups(address)}::1`,
  `2001:0:${groups(address)}:0:0:${turned('93.184.216.34')}`,
  `2001:0:5db8:d822:0:0:${turned(address)}`,
  `fd00::5efe:${groups(address)}`,
  `2001:db8::200:5efe:${groups(address)}`,
];

describe('a metadata address', () => {
  test.each(METADATA)('%s is barred in every form', (address) => {
    expect(isBarred(address)).toBe(true);
    for (const form of forms(address)) expect([form, isBarred(form)]).toEqual([form, true]);
  });

  test.each([
    'fd00:ec2::254',
    'fd00:0ec2:0:0::0254',
    'fd20:ce::254',
    'fd00:c1::a9fe:a9fe',
    'fd00:42::42',
    'fd12:3456::a9fe:a9fe',
    'fe80::a9fe:a9fe%eth0',
    'fec0::1',
    'feff::1',
    `2001::${turned('169.254.169.254')}`,
    '64:ff9b:1::a9fe:a9fe',
    '64:ff9b:1:a9fe:a9:fe00::',
    'ff02::1',
    '::',
  ])('%s is barred', (address) => expect(isBarred(address)).toBe(true));
});

test.each([
  '127.0.0.1',
  '10.0.0.7',
  '192.168.1.20',
  '100.64.0.1',
  '168.63.129.17',
  '93.184.216.34',
  '::1',
  '0:0:0:0:0:0:0:1',
  'fd00::7',
  'fd12:3456:789a::5',
  '2606:2800:220:1::1',
])('%s is not: hosts of this machine, of one’s own network and of the world', (address) => expect(isBarred(address)).toBe(false));

test('an embedded address is barred exactly where it is barred by itself', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const address = fc.oneof(
    fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.')),
    fc.tuple(byte, byte).map(([c, d]) => `169.254.${c}.${d}`),
    fc.constantFrom(...METADATA, '10.0.0.1', '127.0.0.1'),
  );
  fc.assert(
    fc.property(address, (inner) => {
      // ::1 is loopback, and 0.0.0.1 is barred.
      if (inner.startsWith('0.')) return;
      for (const form of forms(inner)) expect([form, isBarred(form)]).toEqual([form, isBarred(inner)]);
    }),
  );
});

test.each(['localhost', '', '1.2.3', '0x7f000001', '::g', 'example.com'])('%j is no address, and barred', (text) =>
  expect(isBarred(text)).toBe(true),
);
