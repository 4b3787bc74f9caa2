// Not run by Byway's tests. The same functions as ../react-native/referral.mjs; the cases are in ../cases.json.
const _longest = 191;

typedef Landing = ({String? key, String? click});
typedef Kept = ({String key, String? click, int at});

/// The referral key and click id in an address; null where there is none. [parameter] is the program's.
Landing readLink(String address, {String parameter = 'aff'}) {
  final beforeFragment = address.split('#').first;
  final at = beforeFragment.indexOf('?');
  final query = at < 0 ? '' : beforeFragment.substring(at + 1);
  return (key: _first(query, parameter), click: _first(query, 'bw_click'));
}

/// What is kept after a landing. [before] is what was kept, or null; times are Unix seconds.
Kept? keep(Kept? before, Landing landing, String model, int days, int now) {
  final known = _standing(before, days, now);
  final key = landing.key;
  if (key == null || (known != null && model == 'first')) return known;
  return (key: key, click: landing.click, at: now);
}

/// What goes to your backend with the sign-up, to be passed on to POST /v1/customers as it is.
Map<String, Object> signUpFields(Kept? kept, int days, int now) {
  final known = _standing(kept, days, now);
  if (known == null) return {};
  final click = known.click;
  return {
    'partner': {'key': known.key},
    'options': {'clicked_at': known.at},
    if (click != null) 'click_id': click,
  };
}

Kept? _standing(Kept? kept, int days, int now) => kept != null && now - kept.at <= days * 86400 ? kept : null;

String? _first(String query, String name) {
  for (final part in query.split('&')) {
    final at = part.indexOf('=');
    if (at > 0 && _decoded(part.substring(0, at)) == name) {
      final value = _decoded(part.substring(at + 1));
      return value == null || value.isEmpty || value.length > _longest || value.contains('\u0000') ? null : value;
    }
  }
  return null;
}

String? _decoded(String text) {
  try {
    return Uri.decodeQueryComponent(text);
  } on ArgumentError {
    return null;
  } on FormatException {
    return null;
  }
}
