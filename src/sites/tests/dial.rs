//! What a press of a call button does, and whom a page asks about its people.

use super::*;

#[test]
fn a_call_is_made_at_the_pages_own_site_when_none_is_on() {
    let (a, b) = (signed_in(), signed_in());
    let all = sites(&a, &b);
    assert_eq!(to_dial(&all, Page::Crm(B), press(false)), Dial::At(B));
    let on = live(None);
    let all = sites(&on, &b);
    let busy = to_dial(&all, Page::Crm(B), press(false));
    assert_eq!(busy, Dial::Busy(A), "one call at a time");
    let own = to_dial(&all, Page::Crm(A), press(false));
    assert_eq!(own, Dial::At(A), "the site itself knows");
    let call = everywhere(B, CALL);
    let back = route(&all, Some(B), None, Intent::CallBack { call });
    assert_eq!(back, []);
}

#[test]
fn a_page_that_is_no_crms_calls_through_who_is_signed_in() {
    let (out, b) = (State::default(), signed_in());
    let all = sites(&out, &b);
    assert_eq!(to_dial(&all, Page::NoCrm, press(false)), Dial::At(B));
    assert_eq!(to_ask(&all, Page::NoCrm), Some(B));
}

#[test]
fn who_has_no_account_is_invited_unless_a_call_is_on() {
    let no_account = PressFacts {
        no_account: true,
        ..press(false)
    };
    let (a, b) = (signed_in(), signed_in());
    let all = sites(&a, &b);
    assert_eq!(to_dial(&all, Page::Crm(B), no_account), Dial::Invite);
    assert_eq!(to_dial(&all, Page::NoCrm, no_account), Dial::Invite);
    assert_eq!(to_dial(&all, Page::Unverified, no_account), Dial::Hold);
    let on = live(None);
    let all = sites(&on, &b);
    for page in [Page::Crm(A), Page::Crm(B), Page::NoCrm] {
        assert_eq!(to_dial(&all, page, no_account), Dial::Busy(A), "{page:?}");
    }
}

#[test]
fn a_call_with_a_guest_belongs_to_the_user_whose_crm_was_asked() {
    let (a, out) = (signed_in(), State::default());
    let all = sites(&a, &out);
    let of_a = owner(&all, Page::Crm(A)).unwrap();
    assert_eq!(Some(of_a.user), a.me());
    assert_eq!(of_a.site, all[0].origin);
    assert_eq!(
        owner(&all, Page::NoCrm),
        Some(of_a),
        "on any other page as well"
    );
    assert_eq!(owner(&all, Page::Crm(B)), None);
    assert_eq!(owner(&all, Page::Unverified), None);
}

#[test]
fn everybody_is_invited_where_there_is_no_crm() {
    let nobodys = State::default();
    let all = [SiteCalls {
        number: NOBODYS,
        origin: "",
        calls: &nobodys,
    }];
    let no_crm = PressFacts {
        has_crm: false,
        ..press(false)
    };
    assert_eq!(to_dial(&all, Page::NoCrm, no_crm), Dial::Invite);
    // It may be a CRM's whose sign-in is not known yet.
    assert_eq!(to_dial(&all, Page::Unverified, no_crm), Dial::Hold);
    // A CRM that Ringside knows, and nobody is signed in there.
    assert_eq!(to_dial(&all, Page::NoCrm, press(false)), Dial::At(NOBODYS));
}

#[test]
fn nothing_of_a_page_that_may_be_a_crms_goes_to_another_crm() {
    let (a, b) = (signed_in(), signed_in());
    let all = sites(&a, &b);
    assert_eq!(to_dial(&all, Page::Unverified, press(false)), Dial::Hold);
    assert_eq!(to_dial(&all, Page::Unverified, press(true)), Dial::Nowhere);
    assert_eq!(to_ask(&all, Page::Unverified), None);
}

#[test]
fn a_page_is_asked_for_its_sign_in_once_before_a_call_fails_for_want_of_it() {
    let (out, b) = (State::default(), signed_in());
    let all = sites(&out, &b);
    assert_eq!(to_dial(&all, Page::Crm(A), press(false)), Dial::Hold);
    assert_eq!(to_dial(&all, Page::Crm(A), press(true)), Dial::At(A));
    let on = live(None);
    let all = sites(&out, &on);
    assert_eq!(to_dial(&all, Page::Crm(A), press(false)), Dial::Busy(B));
}
