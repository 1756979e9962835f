/// Small documents of every format by the name of their target, for clones without recorded ones.
enum BuiltIn {
  static let osv = """
    {"id":"MAL-2024-1","published":"2024-01-02T03:04:05Z","modified":"2024-01-03T03:04:05Z",\
    "aliases":["GHSA-x"],"details":"see https://evil.example/x and 203.0.113.7","affected":[{\
    "package":{"ecosystem":"npm","name":"@a/b","purl":"pkg:npm/%40a/b"},"versions":["1.0.0"],\
    "ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.0.1"}]}]}],\
    "credits":[{"name":"x","type":"FINDER"}],"database_specific":{"malicious-packages-origins":[\
    {"source":"s","sha256":"00","import_time":"2024-01-02T03:04:05Z","versions":["1.0.0"]}]}}
    """

  static let toml = """
    [advisory]
    id = "RUSTSEC-2024-0001"
    package = "demo"
    date = "2024-01-02"
    categories = ["malicious"]
    title = "demo was removed for malicious code"
    [versions]
    patched = []
    unaffected = ["< 1.0"]
    """

  static let advisory =
    "```toml\n\(toml)\n```\n\n# `demo` was removed for malicious code\n\nText.\n"

  static let dump = [
    ("d/metadata.json", #"{"timestamp":"2024-01-02T02:00:20Z","crates_io_commit":"x"}"#),
    (
      "d/data/versions.csv",
      """
      crate_id,crate_size,created_at,id,keywords,license,num,published_by,yanked
      1,100,2020-01-02 03:04:05.5+00,10,"{a,""b c""}",MIT,1.0.0,5,f
      1,,2020-02-02 03:04:05,11,{},,1.1.0-rc.1,,t
      2,7,1960-01-01 00:00:00,12,,MIT/Apache-2.0,0.1.0,6,f

      """
    ),
    (
      "d/data/crates.csv",
      """
      created_at,description,documentation,homepage,id,name,readme,repository,updated_at
      2020-01-01 00:00:00,"Multi
      line",,"",1,Foo-Bar,"read ""me"" ü",https://github.com/o/foo,x
      2020-01-01 00:00:00,,,,2,tiny,,,x

      """
    ),
    ("d/data/users.csv", "gh_login,id,name\nzoe,5,Z\nadam,6,\n"),
    ("d/data/teams.csv", "id,login\n5,github:rust:core\n"),
    ("d/data/crate_owners.csv", "crate_id,owner_id,owner_kind\n1,5,0\n1,5,1\n2,77,0\n"),
    ("d/data/crates_keywords.csv", "crate_id,keyword_id\n1,2\n"),
    ("d/data/crates_categories.csv", "category_id,crate_id\n1,2\n"),
    ("d/data/default_versions.csv", "crate_id,version_id\n1,10\n"),
    ("d/data/crate_downloads.csv", "crate_id,downloads\n1,12345\n"),
  ]

  static let documents: [String: [String]] = [
    "pypiProject": [
      """
      {"info":{"name":"demo","version":"1.0","author":"A","author_email":"a@b.example","summary":\
      "s","description":"d","license":"MIT","keywords":"a,b","classifiers":["x"],"home_page":"",\
      "project_urls":{"Source":"https://github.com/o/demo"},"requires_dist":["six>=1"],\
      "yanked":false},"last_serial":7,"releases":{"1.0":[{"filename":"demo-1.0.tar.gz",\
      "upload_time_iso_8601":"2024-01-02T03:04:05.678Z","size":10,"yanked":false,"packagetype":\
      "sdist","digests":{"sha256":"00"}}]},"urls":[],"vulnerabilities":[]}
      """
    ],
    "pypiDetail": [
      """
      {"name":"demo","meta":{"api-version":"1.1","_last-serial":7},"versions":["1.0"],"files":[{\
      "filename":"demo-1.0-py3-none-any.whl","url":"https://f.example/d","hashes":{"sha256":"00"},\
      "size":9,"upload-time":"2024-01-02T03:04:05.678Z","yanked":"why","requires-python":">=3"}],\
      "project-status":{"status":"archived"}}
      """
    ],
    "packument": [
      """
      {"_id":"demo","_rev":"3-x","name":"demo","dist-tags":{"latest":"1.0.0"},"time":{"created":\
      "2024-01-02T03:04:05Z","modified":"2024-01-03T03:04:05Z","1.0.0":"2024-01-02T03:04:05Z"},\
      "maintainers":[{"name":"a","email":"a@b.example"}],"repository":{"type":"git","url":\
      "git+https://github.com/o/demo.git"},"license":"MIT","keywords":["a"],"readme":"r","versions":{\
      "1.0.0":{"name":"demo","version":"1.0.0","scripts":{"postinstall":"x"},"dependencies":{"a":"^1"},\
      "dist":{"fileCount":1,"unpackedSize":2,"attestations":{}},"_npmUser":{"name":"a"},\
      "deprecated":"no","hasInstallScript":true}}}
      """
    ],
    "crateIndex": [
      """
      {"name":"demo","vers":"1.0.0","deps":[{"name":"serde","req":"^1","features":[],"optional":\
      false,"default_features":true,"target":null,"kind":"normal","package":"x"}],"cksum":"00",\
      "features":{"a":["b"]},"features2":{},"yanked":false,"links":null,"v":2,"pubtime":\
      "2024-01-02T03:04:05Z"}
      {"name":"demo","vers":"1.1.0-rc.1","deps":[],"cksum":"00","features":{},"yanked":true}
      """
    ],
    "simpleIndex": [
      #"{"meta":{"api-version":"1.1","_last-serial":9},"projects":[{"name":"a","_last-serial":1}]}"#
    ],
    "changes": [
      #"{"results":[{"seq":5,"id":"a","changes":[{"rev":"1-x"}]},{"seq":6,"id":"b","#
        + #""changes":[{"rev":"2-y"}],"deleted":true}],"last_seq":6,"pending":0}"#,
      #"{"db_name":"registry","update_seq":12,"doc_count":7}"#,
    ],
    "allDocs": [
      #"{"total_rows":9,"offset":0,"rows":[{"id":"a","key":"a","value":{"rev":"1-x"}}]}"#
    ],
    "csv": [
      "a,b,c,d\n1,x,2024-01-02T03:04:05Z,true\n,\"\",,\n-5,\"q\"\"\nü\",2024-01-02T03:04:05.678Z,false\n",
      "n\n1.5\n-0\n1e300\nNaN\n", "i\n9223372036854775807\n-1\n",
    ],
    "osv": [osv, osv + "\n" + osv],
    "labelTable": [
      "ecosystem,name,versions,source,published,kind\nnpm,a,1.0;2.0,s,2024-01-02,\npypi,b,,,,spam\n"
    ],
    "rustsec": [advisory],
    "baseRates": [
      """
      ecosystem,population,unit,low,mid,high,malicious,reviewed,source,as_of
      npm,registry,project,0.001,0.002,0.003,5,1000,"a, b",2024-01-02

      """
    ],
    "head": [
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 200 \r\nETag: \"x\"\r\nRetry-After: 120\r\nLast-Modified: "
        + "Sun, 06 Nov 1994 08:49:37 GMT\r\nX: a\r\n b\r\n\r\nTrailer: x\r\n",
      "HTTP/1.1 429 Too Many\nRetry-After: Sun, 06 Nov 2033 08:49:37 GMT\n\n",
    ],
    "address": [
      "https://user@github.com:443/o/r.git?x=1#y\ngit+ssh://git@gitlab.com/a/b/c.git\ngithub:o/r",
      "http://[::ffff:127.0.0.1%25x]:8080/../a/./b\n//b.example/x\n?q\npkg:npm/%40a/b@1.0?x#y",
      "git@github.com:o/r.git\nhttps://github.com/o/r/tree/main/packages/x\nscm:git:git://h.example/x",
      "https://gitlab.com/a/b/c/-/tree/main\nhttps://bitbucket.org/a/b/src\nhttps://o.github.io/r",
    ],
    "time": [
      "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
      "2024-01-02T03:04:05.678901234+05:30", "2024-01-02 03:04:05Z", "2024-01-02", "120",
      "-9999999",
    ],
    "version": [
      "1!2.0a1.post3.dev4+local.5\n1.0\nv1.0.0-RC_2\n2004d\n0.0.1-alpha.1+build.9\n1.2.x\n==1",
      "99999999999999999999.1.0\n1.0.0-99999999999999999999\n1.0.0-a.b.c-0\n\n ",
    ],
  ]
}
