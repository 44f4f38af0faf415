import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('label-key-invalid', () => {
  it('marks capital letters, odd characters, odd ends and repeated separators', () => {
    checkFindings(
      'label-key-invalid',
      `FROM debian
LABEL Vendor=x build_host=y
      ^^^^^^ ~ label-key-invalid
               ^^^^^^^^^^ ~ label-key-invalid
LABEL .a=1 1a=1 a.=1 a..b=1 a-b.c2=1
      ^^ ~ label-key-invalid
           ^^ ~ label-key-invalid
                ^^ ~ label-key-invalid
                     ^^^^ ~ label-key-invalid
`,
    );
  });

  it('marks keys that belong to Docker, but not those that Docker tells others to write', () => {
    checkFindings(
      'label-key-invalid',
      `FROM debian
LABEL com.docker.team=x io.docker.y=1 org.dockerproject.z=1
      ^^^^^^^^^^^^^^^ ~ label-key-invalid
                        ^^^^^^^^^^^ ~ label-key-invalid
                                      ^^^^^^^^^^^^^^^^^^^ ~ label-key-invalid
LABEL com.docker.extension.icon=i com.docker.image.source.entrypoint=Dockerfile
`,
    );
  });

  it('reads ONBUILD, quotes and the old form', () => {
    checkFindings(
      'label-key-invalid',
      `FROM debian
ONBUILD LABEL A=1
              ^ ~ label-key-invalid
LABEL "Some key"=1
      ^^^^^^^^^^ ~ label-key-invalid
LABEL Team the team
      ^^^^ ~ label-key-invalid
`,
    );
  });

  it('reads a variable in the key as its value', () => {
    checkNoFindings('label-key-invalid', 'FROM debian\nARG P\nENV Q=com.example\nLABEL $P.name=a $Q.name=b\n');
    checkFindings(
      'label-key-invalid',
      `FROM debian
ENV Q=Com
LABEL $Q.name=b
      ^^^^^^^ ~ label-key-invalid
`,
    );
  });

  it('renames where that makes a key that no other label has', () => {
    const fix = checkFix(
      'label-key-invalid',
      'FROM debian\nLABEL "Build_Host"="ci"\n',
      'FROM debian\nLABEL build-host="ci"\n',
    );
    expect(fix.applicability).toBe('review');
    checkNoFix('label-key-invalid', 'FROM debian\nLABEL Team=a team=b\n');
    checkNoFix('label-key-invalid', 'FROM debian\nLABEL app.kubernetes.io/name=a\n');
  });
});
