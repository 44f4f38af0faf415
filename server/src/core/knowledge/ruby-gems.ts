/** What a gem asks of the image around it, beyond the libraries that its compiled code is linked to. */
export interface RubyGem {
  /** Loaded by name while the program runs, so that the linker knows nothing of them; development packages need a release. */
  readonly debianRuntime: readonly string[];
  /** Programs that it starts. */
  readonly shellsOut: readonly string[];
}

/** Finds what a gem needs besides linked libraries; undefined if nothing is known. */
export function rubyGem(name: string): RubyGem | undefined {
  return gems.get(name);
}

/** Returns the names of the gems that a Gemfile.lock holds. */
export function lockedGems(text: string): readonly string[] {
  return [...text.matchAll(/^ {4}([A-Za-z0-9][\w.-]*) \(/gm)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** `name: packages; programs`. Sources: the gems' own documentation and sources. */
const rows = `
ethon: libcurl4-openssl-dev;
mimemagic: shared-mime-info;
mini_magick: ; convert
paperclip: ; convert file
kt-paperclip: ; convert file
dragonfly: ; convert file
attachment_fu: ; convert
git: ; git
grit: ; git
gollum: ; git
gitlab_git: ; git
git_clone_url: ; git
jekyll-github-metadata: ; git
jekyll-last-modified-at: ; git
danger: ; git
bundler-audit: ; git
pronto: ; git
overcommit: ; git
mercurial-ruby: ; hg
capistrano: ; ssh git
sys-proctable: ; ps
get_process_mem: ; ps
`;

const gems: ReadonlyMap<string, RubyGem> = new Map(
  rows
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => {
      const [name = '', rest = ''] = row.split(':');
      const [packages = '', programs = ''] = rest.split(';');
      const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');
      return [name, { debianRuntime: words(packages), shellsOut: words(programs) }];
    }),
);
